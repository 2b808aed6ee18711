"""Names, types, events, categories, policy and snapshots: what the files of a catalog say, as frozen values."""
