"""One thing that the team has to do for an event, as the page of what to do today shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """What to do (`words`), the address where it is done, why, and by when in words.

    What is not `today` can wait until `due` and stands under "Before the day".
    """

    words: str
    where: str
    why: str = ""
    due: str = ""
    is_urgent: bool = False
    today: bool = True
