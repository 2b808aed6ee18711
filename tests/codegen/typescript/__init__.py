"""Trackers in TypeScript, compiled and run."""
