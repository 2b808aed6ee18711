"""Trackers in Python: a package that needs nothing but the standard library, Python 3.9 and newer."""
