"""Which of an event's counts somebody who may not see people is shown."""

from collections.abc import Collection, Sequence

from forum import small_counts

# Counts of the parts of a whole, and how many are in each of them at least, as others tell.
Parts = tuple[Sequence[int], Sequence[int]]


def shown_counts(counts: dict[str, int]) -> dict[str, int | None]:
    """The counts without those of 1 to 4, and without what tells one of them by taking away.

    Of who booked some gave the place back, some came and some did not; of who came some booked,
    and of those who did not some were counted by their heads.
    """
    gave_back = counts["booked"] - counts["placed"]
    stayed = counts["came"] - counts["walk_ins"]
    worked_out = [gave_back, stayed, counts["walk_ins"], counts["no_show"]]
    shown = {name: small_counts.alone(count) for name, count in counts.items()}
    if any(small_counts.alone(count) is None for count in worked_out):
        shown |= {"walk_ins": None, "no_show": None}
    if small_counts.alone(gave_back) is None:
        shown["placed"] = None
    if heads := counts.get("heads"):
        has_others = small_counts.alone(counts["walk_ins"] - heads)
        if shown["walk_ins"] is None or has_others is None:
            shown["heads"] = None
    return shown


def hidden_alike(counted: Sequence[Parts], hidden: Collection[int] = ()) -> set[int]:
    """The places of parts that stay hidden in each of these counts when they do in one of them.

    The sums are known. `hidden` are places that stay so whatever is in them.
    """
    places = range(len(counted[0][0]))
    kept = {*hidden}
    for counts, _least in counted:
        if 0 < sum(counts) < small_counts.LEAST_ANSWERS:
            return set(places)
        kept |= {place for place in places if small_counts.alone(counts[place]) is None}
    while owed := {place for parts in counted for place in _owed(*parts, kept)}:
        kept |= owed
    return kept


def _owed(counts: Sequence[int], least: Sequence[int], hidden: Collection[int]) -> list[int]:
    """What must be hidden next, so that what is known of the sum tells no part of it."""
    free = sum(counts[place] - least[place] for place in hidden)
    shown = [place for place, count in enumerate(counts) if count and place not in hidden]
    if not hidden or not shown or (len(hidden) > 1 and free >= small_counts.LEAST):
        return []
    return [min(shown, key=lambda place: (counts[place], place))]
