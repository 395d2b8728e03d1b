"""Rules that menus keep beyond what the compiler demands: what callers can find, follow and bear."""
