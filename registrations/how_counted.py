"""How it is known who came, in words: what the door, the team and their figures say of it."""

from collections.abc import Mapping

from forum.models import Event
from registrations import tallying
from registrations.models.check_in import How

_WORDS = {
    How.DOOR: "at the door",
    How.PAPER: "typed in from paper",
    How.JOINED: "joined online",
    How.MATCHED: "found in the meeting’s list",
}


def in_words(how: Mapping[str, int], heads: int = 0) -> str:
    """ "12 at the door, 30 joined online and 5 counted without a name".

    `how` is of those whose names are known, by How; `heads` of the others. Nothing where
    everybody was let in at the door, as goes without saying.
    """
    if not heads and set(how) <= {How.DOOR.value}:
        return ""
    said = [f"{how[key]:,} {words}" for key, words in _WORDS.items() if how.get(key)]
    if heads:
        said.append(f"{heads:,} counted without a name")
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"


def said(event: Event, how: Mapping[str, int]) -> str:
    """The same of an event as it stands; one query."""
    return in_words(how, sum(tallying.of(event).values()))


def of_one(how: str) -> str:
    """ "Joined online", of one person who was not let in at the door."""
    words = _WORDS[How(how)]
    return words[0].upper() + words[1:]
