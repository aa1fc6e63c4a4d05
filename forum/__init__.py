"""What is on: hosts and their teams, events, programme; and the ground services under every app."""
