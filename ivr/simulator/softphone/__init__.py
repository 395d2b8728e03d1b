"""A phone in the browser: pages with sockets and live voices, served by the carrier in real time."""
