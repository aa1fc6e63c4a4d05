"""Wiring only: settings, addresses, the server entry point. Nothing imports this package."""
