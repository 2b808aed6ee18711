"""Rules about who answers for an event, and what a reader is told about it."""
