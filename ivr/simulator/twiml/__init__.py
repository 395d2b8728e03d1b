"""TwiML as it is written: documents, attributes, nouns, and what the verbs share."""
