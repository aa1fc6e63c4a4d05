"""What is printed: lists for the door and the desk, and badges. What people need is on none."""
