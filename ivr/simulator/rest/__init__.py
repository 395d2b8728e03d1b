"""The part of Twilio's REST API that is simulated. Handlers change state and schedule; they never make a request themselves."""
