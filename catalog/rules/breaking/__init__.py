"""Which changes break, for whom, and the payload that proves it."""
