"""A phone-menu service: YAML menus in, TwiML out."""
