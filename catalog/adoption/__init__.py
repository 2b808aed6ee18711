"""An existing code base → draft events, and the decisions that only people can take."""
