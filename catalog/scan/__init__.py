"""Source code → call sites of events: which names it sends, with which properties, where."""
