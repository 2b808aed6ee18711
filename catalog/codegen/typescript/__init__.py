"""Trackers in TypeScript: ECMAScript modules (ES2020) with types, for browsers, node and workers."""
