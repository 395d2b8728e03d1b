"""Sound as the carrier makes it: WAV files, speech, tones, and voices mixed. Nothing here waits on a clock."""
