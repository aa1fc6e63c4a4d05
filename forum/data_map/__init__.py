"""The data map: every field of this app with its class, its purpose and how long it is kept.

The classes and clocks are section 4 of the design. A test fails on a field without an entry, and
on one marked P3 that is not sealed. `manage.py data_map` writes the map into docs/privacy.md.
"""

from forum.data_map import events, files, ground, people, programme
from forum.data_map.entries import KEY, P0, P1, P2, P3, Entry, Kept, Level, entries

FIELDS: dict[str, dict[str, Entry]] = {
    **people.FIELDS,
    **events.FIELDS,
    **programme.FIELDS,
    **ground.FIELDS,
    **files.FIELDS,
}

__all__ = ["FIELDS", "KEY", "P0", "P1", "P2", "P3", "Entry", "Kept", "Level", "entries"]
