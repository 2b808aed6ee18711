"""Rules about personal data: its classification, and where it may go."""
