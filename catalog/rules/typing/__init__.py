"""Rules about types: bounds, units, patterns, and values that a type does not have."""
