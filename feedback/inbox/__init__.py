"""The inbox of words to read: what is chosen of it, in which order, and how far it is read."""
