"""The menus to look at: a page, Mermaid or DOT. What is drawn stands in `drawing.py`; the others only write it down."""
