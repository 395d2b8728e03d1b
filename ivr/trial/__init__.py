"""Written calls tried out on our own application, in one process and in virtual time."""
