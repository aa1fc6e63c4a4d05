"""The floor that Convenor's pages are measured against: one bare Django page, nothing of ours."""
