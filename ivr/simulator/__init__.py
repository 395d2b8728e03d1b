"""A small simulated carrier and phone that rings any TwiML application. It knows nothing else of ours."""
