"""The part of a tracker that is the same for every catalog; generated code beside it names the events."""
