"""A small wallet behind docs/wallet-api.yaml: accounts for every state, a clock that can be set, faults on demand, and a page."""
