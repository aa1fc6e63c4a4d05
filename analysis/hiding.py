"""Which of an event's counts somebody who may not see people is shown."""

from forum import small_counts


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
