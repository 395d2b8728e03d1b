"""YAML menus in, a checked Flow out; or every problem there is, with its place and what to do."""
