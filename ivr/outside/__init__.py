"""What is asked of others, one client each."""
