"""What a turn costs: `python -m bench`."""
