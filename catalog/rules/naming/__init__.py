"""Rules about names: of events, of what is sent for them, and of properties."""
