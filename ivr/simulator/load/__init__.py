"""Very many callers at once against a real server: who they are, when they ring, and what came of it."""
