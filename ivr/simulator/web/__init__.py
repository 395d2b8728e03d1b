"""How requests leave the carrier and answers come back: signed, tried again, bounded, and failing on demand."""
