"""Tests of trackers in Python."""
