"""Where the hotline answers the carrier."""

from ivr.simulator.office.number import Number

NUMBER = Number("/voice/incoming", fallback="/voice/fallback", status="/voice/status", texts="/sms/incoming")
