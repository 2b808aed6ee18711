"""What personal data is, where it is found, and what becomes of it on its way to a destination."""
