"""Every form of forum."""
