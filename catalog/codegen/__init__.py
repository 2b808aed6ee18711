"""A catalog → typed trackers: what they are, for any language, and how each language writes it."""
