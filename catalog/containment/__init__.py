"""Questions about the sets of values that types stand for."""
