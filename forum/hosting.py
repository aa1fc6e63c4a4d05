"""Hosts: setting one up with its first owner, and running an event together."""

import itertools
import unicodedata
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from forum import audit
from forum.models import AskedHost, Event, EventHost, Host, Membership, Series, User
from forum.models.people import Role, name_key


class LeadHostError(Exception):
    """The lead host stays: it answers for the event."""


@transaction.atomic
def set_up(*, host_name: str, name: str, email: str, password: str | None) -> tuple[Host, User]:
    """A new host and its owner. An account that the address has already is kept as it is.

    `password` is for a new account only.
    """
    host = Host.objects.create(
        name=host_name,
        slug=_free_slug(Host.objects.all(), host_name),
        contact_name=name,
        contact_email=email,
    )
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email=email, password=password, name=name)
    Membership.objects.create(user=user, host=host, role=Role.OWNER)
    audit.record(deed="set up the host", by=user, host=host)
    return host, user


def _free_slug(rows: QuerySet[Any], name: str) -> str:
    """The name in plain letters, numbered when it is taken; the kind of row when none is left."""
    plain = unicodedata.normalize("NFKD", name)
    wanted = slugify(plain)[:50].strip("-_") or rows.model.__name__.lower()
    taken = set(rows.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([wanted], numbered) if slug not in taken)


def named(name: str) -> list[Host]:
    """Hosts of this name, however it is written.

    Whoever adds a host to an event by name opens its bookings to that host's team, so that none may
    take the name of another.
    """
    wanted = name_key(name)
    return [host for host in Host.objects.all() if name_key(host.name) == wanted]


@transaction.atomic
def change(*, host: Host, fields: dict[str, Any], by: User) -> None:
    """Write the fields of the host. Its address stays: links to it have been given away."""
    for name, value in fields.items():
        setattr(host, name, value)
    host.save(update_fields=list(fields))
    audit.record(deed="changed the host", by=by, host=host)


@transaction.atomic
def add_series(*, host: Host, title: str, summary: str, by: User) -> Series:
    """A series of the host, with an address made from its title."""
    made = Series.objects.create(
        host=host, title=title, summary=summary, slug=_free_slug(Series.objects.all(), title)
    )
    audit.record(deed="added a series", by=by, host=host, row_id=made.pk)
    return made


@transaction.atomic
def ask(*, event: Event, host: Host, by: User) -> AskedHost | None:
    """Ask another host to run the event too. Until an owner there says yes, nothing changes.

    None for a host that runs it already.
    """
    if EventHost.objects.filter(event=event, host=host).exists():
        return None
    asked, is_new = AskedHost.objects.get_or_create(event=event, host=host)
    if is_new:
        audit.record(deed="asked a host to run it too", by=by, event=event, row_id=host.pk)
    return asked


@transaction.atomic
def answer(*, asked: AskedHost, says_yes: bool, by: User) -> bool:
    """An owner of the host that was asked answers: with a yes its team sees the event, by role.

    False when the question was taken back or answered meanwhile. The host's record says who
    answered; the event's only that somebody did.
    """
    row = AskedHost.objects.select_for_update().filter(pk=asked.pk).first()
    if row is None:
        return False
    event, host = row.event, row.host
    row.delete()
    if says_yes:
        EventHost.objects.get_or_create(event=event, host=host)
    word = "yes" if says_yes else "no"
    audit.record(deed=f"said {word} to running an event", by=by, host=host, row_id=event.pk)
    deed = f"another host said {word} to running it too"
    audit.record(deed=deed, by=None, event=event, row_id=host.pk)
    return True


@transaction.atomic
def take_back(*, asked: AskedHost, by: User) -> None:
    """Do not ask any more. What was answered meanwhile stands."""
    count, _rows = AskedHost.objects.filter(pk=asked.pk).delete()
    if count:
        deed = "asked a host no more to run it too"
        audit.record(deed=deed, by=by, event=asked.event, row_id=asked.host_id)


@transaction.atomic
def remove(*, event: Event, host: Host, by: User) -> None:
    """End it again, on either side. Raises LeadHostError for the host that leads."""
    row = EventHost.objects.select_for_update().filter(event=event, host=host).first()
    if row is None:
        return
    if row.is_lead:
        raise LeadHostError
    row.delete()
    audit.record(deed="removed a host", by=by, event=event, row_id=host.pk)
