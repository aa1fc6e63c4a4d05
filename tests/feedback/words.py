"""Rows as closing the ballot box leaves them: comments by the question, and an opened box."""

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from feedback import coding, notes, themes
from feedback.models import BallotBox, Comment, SessionNote, Theme
from feedback.models.box import BoxState, Share
from forum.models import Event, Host
from tests.factories import make_event, make_figures, make_organisation

_numbers = itertools.count(1)


def make_past_event(host: Host | None = None, **fields: Any) -> Event:
    """An event that ended a week ago."""
    starts_at = timezone.now() - timedelta(days=7, hours=6)
    fields.setdefault("starts_at", starts_at)
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=6))
    return make_event(host, **fields)


def open_box(event: Event, *, ballots: int = 12, state: str = BoxState.CLOSED) -> BallotBox:
    """A box that was closed and counted; `state` says another."""
    is_done = state in {BoxState.CLOSED, BoxState.TOO_FEW}
    now = timezone.now()
    return BallotBox.objects.create(
        event=event,
        state=state,
        opens_at=now - timedelta(days=6),
        closes_at=now - timedelta(days=1),
        closed_at=now if is_done else None,
        ballots=ballots,
    )


def make_comment(event: Event, text: str = "", share: str = Share.TEAM, **fields: Any) -> Comment:
    text = text or f"We need more time, number {next(_numbers)}."
    fields.setdefault("question", "take_back")
    return Comment.objects.create(event=event, text=text, share=share, **fields)


def make_note(event: Event, text: str = "A point was made.", **fields: Any) -> SessionNote:
    fields.setdefault("session", None)
    return notes.add(event=event, text=text, by=None, **fields)


def make_theme(host: Host, name: str = "", description: str = "") -> Theme:
    name = name or f"Theme {next(_numbers)}"
    return themes.add(host=host, name=name, description=description, by=None)


def raise_theme(event: Event, theme: Theme, count: int) -> list[Comment]:
    """So many comments that were read and raise the theme."""
    made = [make_comment(event) for _ in range(count)]
    for comment in made:
        coding.code(item=comment, themes=[theme], by=None)
    return made


def make_attendance(event: Event, came: int, organisations: dict[str, int] | None = None) -> None:
    """So many came; of each organisation, known by its name at the lead host, so many.

    As for an event whose people are erased: the figures are frozen.
    """
    host = event.lead_host
    there = {
        host.organisations.filter(name=name).first() or make_organisation(host, name): count
        for name, count in (organisations or {}).items()
    }
    make_figures(event, there, booked=came, confirmed=came, came=came, frozen_at=timezone.now())
