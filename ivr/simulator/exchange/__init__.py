"""Legs as they live: one after the other document, many at once on one clock."""
