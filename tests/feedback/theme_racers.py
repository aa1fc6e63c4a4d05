"""Processes that read words for a theme while another merges it away.

python -m tests.feedback.theme_racers merge READERS   so many processes and one that merges
python -m tests.feedback.theme_racers twice READERS   all read the same comment at once
python -m tests.feedback.theme_racers gone READERS    so many, while their words are taken back

They print how the processes ended and, on the next line, what hangs on which theme, and whether
what is kept of the events is what a fresh count gives.
"""

import contextlib
import json
import sys
from collections.abc import Callable
from typing import Any

from feedback import coding, notes, taking_back, theme_counts, themes
from feedback.models import Comment, EventThemes, SessionNote, Theme, ThemeTag
from forum.models import Event
from tests.factories import make_host
from tests.feedback.words import make_comment, make_note, make_past_event, make_theme, open_box
from tests.registrations.racers import at_once

START = [
    "-c",
    "import django; django.setup(); from tests.feedback.theme_racers import main; main()",
]


def merge(readers: int) -> None:
    host = make_host()
    event = make_past_event(host)
    open_box(event)
    homes, housing = make_theme(host, "Homes"), make_theme(host, "Housing")
    comments = [make_comment(event) for _ in range(readers)]
    reading = [_reading(comment, [homes]) for comment in comments]
    half = readers // 2
    merging = [lambda: themes.merge(theme=homes, into=housing, by=None)]
    at_once([*reading[:half], *merging, *reading[half:]])
    _say()


def twice(readers: int) -> None:
    host = make_host()
    event = make_past_event(host)
    open_box(event)
    comment = make_comment(event)
    chosen = [make_theme(host, "Homes"), make_theme(host, "Legal aid")]
    at_once([_reading(comment, chosen) for _ in range(readers)])
    _say()


def gone(readers: int) -> None:
    """Words and notes go while they are read and their theme is merged; half of each stays."""
    host = make_host()
    event = make_past_event(host)
    open_box(event)
    homes, housing = make_theme(host, "Homes"), make_theme(host, "Housing")
    comments = [make_comment(event) for _ in range(readers)]
    points = [make_note(event) for _ in range(readers)]
    for item in (*comments[: readers // 2], *points[: readers // 2]):
        coding.code(item=item, themes=[homes], by=None)
    deeds: list[Callable[[], Any]] = []
    for place, (comment, point) in enumerate(zip(comments, points, strict=True)):
        deeds += [_reading(comment, [homes]), _reading(point, [homes])]
        if place % 2:
            deeds += [_taking_back(comment), _removing(point)]
    at_once([*deeds, lambda: themes.merge(theme=homes, into=housing, by=None)])
    _say()


def _taking_back(comment: Comment) -> Callable[[], Any]:
    return lambda: taking_back.take_back(comment=comment)


def _removing(note: SessionNote) -> Callable[[], Any]:
    return lambda: notes.remove(note=note, by=None)


def _reading(item: Comment | SessionNote, chosen: list[Theme]) -> Callable[[], Any]:
    def read() -> None:
        with contextlib.suppress(coding.GoneError):
            coding.code(item=item, themes=chosen, by=None)

    return read


def _say() -> None:
    hanging: dict[str, int] = {theme.name: 0 for theme in Theme.objects.all()}
    for tag in ThemeTag.objects.select_related("theme"):
        hanging[tag.theme.name] += 1
    fresh = theme_counts.from_words(Event.objects.values_list("pk", flat=True))
    hanging["is counted"] = all(
        (row.base, row.counts) == (fresh[row.event_id].base, fresh[row.event_id].counts)
        for row in EventThemes.objects.all()
    )
    sys.stdout.write(f"\n{json.dumps(hanging)}")


def main() -> None:
    what, readers = sys.argv[1:]
    {"merge": merge, "twice": twice, "gone": gone}[what](int(readers))
