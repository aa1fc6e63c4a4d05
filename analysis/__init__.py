"""What it adds up to: attendance and themes across events."""
