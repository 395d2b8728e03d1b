"""Ways to hold the phone: a list of keys, a transcript with everybody in it, a terminal."""
