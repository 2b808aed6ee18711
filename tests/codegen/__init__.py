"""Tests of generated trackers."""
