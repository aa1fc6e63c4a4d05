"""Who is coming: places, needs, consents, tickets, the door and the lists."""
