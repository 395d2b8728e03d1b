"""Twilio's wire, both ways: forms into events, commands into documents, and whether a request is Twilio's at all."""
