"""Tests of adopting an existing code base."""
