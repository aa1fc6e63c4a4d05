"""What stands in the database and in the folder of keys, and whether two such are alike."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from forum import rotation, sealed
from forum.keys import KeyUnavailableError

# Nudges may be lost: what is due is found from the rows themselves.
_NUDGES = "django_tasks_database_dbtaskresult"

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Standing:
    """Every row of every table, and every key."""

    tables: dict[str, Rows]
    keys: dict[Path, bytes]


def stands(apart: Collection[str] = ()) -> Standing:
    """What stands now, in all tables but some."""
    return Standing(_tables(apart), keys())


def shut() -> frozenset[tuple[str, Any]]:
    """Where a sealed value stands that does not open."""
    found = set()
    for model, field in rotation.sealed_fields():
        for row in model._base_manager.all():  # noqa: SLF001 - whatever is shown
            try:
                getattr(row, field.name)
            except (sealed.UnreadableError, KeyUnavailableError):
                found.add((f"{model.__name__}.{field.name}", row.pk))
    return frozenset(found)


def keys() -> dict[Path, bytes]:
    """Every file of the folder of keys."""
    folder = Path(settings.KEYS)
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}


def put_back(held: dict[Path, bytes]) -> None:
    """Make the folder of keys what it was."""
    folder, now = Path(settings.KEYS), keys()
    for path in now.keys() - held.keys():
        (folder / path).unlink()
    for path, content in held.items():
        if now.get(path) != content:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)


def _tables(apart: Collection[str]) -> dict[str, Rows]:
    found = {}
    with connection.cursor() as cursor:
        # Below Django's own wrappers: this is done some thousand times.
        plain = cursor.cursor
        for table in _names() - set(apart):
            plain.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - ours
            rows = plain.fetchall()
            found[table] = sorted(map(tuple, rows), key=repr) if rows else []
    return found


_known: set[str] = set()


def _names() -> set[str]:
    if not _known:
        _known.update(set(connection.introspection.table_names()) - {_NUDGES})
    return _known


class Alike:
    """How a deed ends: what two undisturbed runs of it have in common."""

    def __init__(self, first: Standing, second: Standing) -> None:
        self._by_chance = {
            table: _differing(rows, second.tables[table]) for table, rows in first.tables.items()
        }
        self._end = self._without_chance(first)
        self._known_keys = first.keys.keys() & second.keys.keys()

    def differs(self, other: Standing) -> list[str]:
        """The tables in which something else stands than at the end of the deed."""
        found = self._without_chance(other)
        return [table for table, rows in self._end.items() if rows != found[table]]

    def lacks_keys(self, other: Standing) -> set[Path]:
        """Keys that the deed leaves and that are not there."""
        return self._known_keys - other.keys.keys()

    def _without_chance(self, standing: Standing) -> dict[str, Counter[tuple[Any, ...]]]:
        """Without columns that are chosen by lot: random ids, nonces, codes."""
        return {
            table: Counter(
                tuple(value for place, value in enumerate(row) if place not in by_chance)
                for row in standing.tables[table]
            )
            for table, by_chance in self._by_chance.items()
        }


def _differing(first: Rows, second: Rows) -> set[int]:
    if first == second or not first or not second:
        return set()
    columns = zip(zip(*first, strict=True), zip(*second, strict=True), strict=True)
    return {place for place, (one, two) in enumerate(columns) if Counter(one) != Counter(two)}
