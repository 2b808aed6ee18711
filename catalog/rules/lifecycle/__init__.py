"""Rules about where an event stands in its life: expiry, replacement, retirement."""
