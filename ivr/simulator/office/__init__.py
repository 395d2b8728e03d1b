"""What the carrier knows beside one leg: queues, rooms, who talks with whom, recordings, accounts. State, and no steps."""
