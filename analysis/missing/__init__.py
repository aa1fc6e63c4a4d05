"""Who is missing: organisations that came to none of the last events, as a list to invite from."""
