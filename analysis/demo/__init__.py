"""The demo: hosts, people and words that nobody has, brought in by the deeds that people use."""
