"""The proof: every state a call can be in, every event that can happen there, by the real engine."""
