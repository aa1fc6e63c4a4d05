"""Moving a whole site from its SQLite file to an empty PostgreSQL: all of it, compared, or nothing.

Tables, rows and their comparison stand in one transaction of the new database; the old one is only
read. The new one is the default meanwhile, so that migrations that fill rows fill them there.
"""

import contextlib
import itertools
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import environ
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction
from django.db.models import Model, QuerySet
from django.db.utils import load_backend

from forum import serving
from forum.backups import databases

_OLD, _NEW = "before", DEFAULT_DB_ALIAS
_AT_ONCE = 200  # rows in memory


class MoveError(Exception):
    """It was not done; the words say why, and both databases are as they were."""


def move(*, address: str, say: Callable[[str], object]) -> dict[str, int]:
    """Copy everything into the empty PostgreSQL at the address (`postgres://...`); rows by table.

    Raises MoveError, BackupError and serving.InUseError; then nothing was changed.
    """
    if connection.vendor != "sqlite":
        raise MoveError("This site has PostgreSQL already.")
    with serving.alone():
        databases.must_be_alone()
        if databases.unapplied() or databases.newer_than_code(databases.migrations()):
            raise MoveError("The tables are not those of this code: run manage.py upgrade first.")
        with exchanged(address), _words(), transaction.atomic(using=_OLD):
            return _move(say)


@contextlib.contextmanager
def exchanged(address: str) -> Iterator[None]:
    """Within it, the default database is the one at the address. Raises MoveError."""
    try:
        found = environ.Env.db_url_config(address)
        if found["ENGINE"] != "django.db.backends.postgresql":
            raise MoveError("The address must begin with postgres://")
        [settings] = connections.configure_settings({_NEW: found}).values()
        new = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, _NEW)
    except ImproperlyConfigured as error:
        raise MoveError("The driver is not there: install it as docs/running.md says.") from error
    except (ValueError, KeyError) as error:
        raise MoveError("The address cannot be read: postgres://NAME:PASSWORD@HOST/DB") from error
    held = connections[_NEW]
    held.close()
    connections[_OLD] = type(held)(held.settings_dict, _OLD)
    connections[_NEW] = new
    try:
        yield
    finally:
        connections[_OLD].close()
        new.close()
        del connections[_OLD]
        connections[_NEW] = held


def differences() -> Iterator[str]:
    """Every row that is not the same in both databases, in any column: table, row and columns."""
    for model in _models():
        names, table = _names(model), model._meta.db_table
        was, is_now = (QuerySet(model, using=alias).count() for alias in (_OLD, _NEW))
        if was != is_now:
            yield f"{table} had {was:,} rows and has {is_now:,}."
        for rows in _batches(model):
            there: QuerySet[Any] = QuerySet(model, using=_NEW).filter(pk__in=[r[0] for r in rows])
            found = {row[0]: row for row in there.values_list(*names)}
            for row in rows:
                if other := _unlike(names, row, found.get(row[0])):
                    yield f"{table}, row {row[0]}: {other}"


def _unlike(names: list[str], row: tuple[Any, ...], other: tuple[Any, ...] | None) -> str:
    if other is None:
        return "not there"
    columns = zip(names, row, other, strict=True)
    return ", ".join(name for name, one, two in columns if _same(one) != _same(two))


def _move(say: Callable[[str], object]) -> dict[str, int]:
    with databases.in_one_transaction():
        _must_be_empty()
        say("Making the tables ...")
        call_command("migrate", verbosity=0, interactive=False)
        for model in _models():
            QuerySet(model, using=_NEW).delete()  # what migrations put there
        say("Copying the rows ...")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        copied = {model._meta.db_table: _copy(model) for model in _models()}
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
                cursor.execute(statement)
        connection.check_constraints()
        say("Comparing each row with the one it came from ...")
        if first := list(itertools.islice(differences(), 20)):
            raise MoveError("The copy is not the same:\n" + "\n".join(first))
    return copied


def _must_be_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        if (encoding := cursor.fetchone()[0]) != "UTF8":
            raise MoveError(f"The new database keeps text as {encoding}: make one in UTF8.")
        if there := connection.introspection.table_names(cursor, include_views=True):
            raise MoveError(f"The new database is not empty: it has {there[0]}. Make another.")


def _copy(model: type[Model]) -> int:
    """Write the rows of one table, a few at a time; how many."""
    count, fields, quote = 0, _fields(model), connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    into = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN"
    with (
        _words(model._meta.db_table),
        connection.cursor() as cursor,
        connection.wrap_database_errors,  # unasked, Django translates no fault of this
        cursor.copy(into) as copy,
    ):
        for row in itertools.chain.from_iterable(_batches(model)):
            pairs = zip(fields, row, strict=True)
            copy.write_row([field.get_db_prep_save(value, connection) for field, value in pairs])
            count += 1
    return count


@contextlib.contextmanager
def _words(table: str = "") -> Iterator[None]:
    """What a database says against it, in one line and with the table."""
    try:
        yield
    except Error as error:
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise MoveError(f"{table}: {line}" if table else line) from error


def _models() -> list[type[Model]]:
    found = apps.get_models(include_auto_created=True)
    ours = [model for model in found if model._meta.managed and not model._meta.proxy]
    return sorted(ours, key=lambda model: model._meta.db_table)


def _fields(model: type[Model]) -> list[Any]:
    """What has a column, the primary key first."""
    return sorted(model._meta.local_concrete_fields, key=lambda field: not field.primary_key)


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in _fields(model)]


def _batches(model: type[Model]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of the old database, a few at a time.

    They come by their keys, so that the new tables do not lie in the order in which people wrote.
    """
    found: QuerySet[Any] = QuerySet(model, using=_OLD).order_by("pk")
    rows = found.values_list(*_names(model)).iterator(_AT_ONCE)
    while batch := list(itertools.islice(rows, _AT_ONCE)):
        yield batch


def _number(text: str) -> Decimal:
    """PostgreSQL writes the figures of 1e22 out."""
    return Decimal(text).normalize()


def _same(value: Any) -> str:
    """A text that two values share when the site sees no difference between them."""
    if isinstance(value, (dict, list)):
        ordered = json.dumps(value, sort_keys=True)
        return repr(json.loads(ordered, parse_int=_number, parse_float=_number))
    if isinstance(value, memoryview):
        value = bytes(value)
    if isinstance(value, datetime):
        value = value.astimezone(UTC).isoformat()
    return repr(value)
