"""Sets of JSON values: whether one is empty, or within another, and the value that proves it is not."""
