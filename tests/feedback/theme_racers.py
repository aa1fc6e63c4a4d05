"""Processes that read words for a theme while another merges it away.

python -m tests.feedback.theme_racers merge READERS   so many processes and one that merges
python -m tests.feedback.theme_racers twice READERS   all read the same comment at once

Both print how the processes ended and, on the next line, what hangs on which theme.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from feedback import coding, themes
from feedback.models import Comment, Theme, ThemeTag
from tests.factories import make_host
from tests.feedback.words import make_comment, make_past_event, make_theme, open_box
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


def _reading(comment: Comment, chosen: list[Theme]) -> Callable[[], Any]:
    return lambda: coding.code(item=comment, themes=chosen, by=None)


def _say() -> None:
    hanging = {theme.name: 0 for theme in Theme.objects.all()}
    for tag in ThemeTag.objects.select_related("theme"):
        hanging[tag.theme.name] += 1
    sys.stdout.write(f"\n{json.dumps(hanging)}")


def main() -> None:
    what, readers = sys.argv[1:]
    {"merge": merge, "twice": twice}[what](int(readers))
