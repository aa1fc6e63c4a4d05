"""What they said: ballots, quotes with consent, themes, recap."""
