"""How quick Convenor is, beside bare Django. `make bench` runs it, docs/performance.md explains it.

Each module of GROUPS measures one thing: `measure(bench)` yields its figures as they come.
"""

GROUPS = [
    "pages",
    "check_in",
    "booking",
    "race",
    "rush",
    "lists",
    "memory",
    "starting",
]
