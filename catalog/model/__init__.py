"""What the files of a catalog say, as frozen values: names, types, events, categories, policy, snapshots."""
