"""Breakouts, and the figures that outlive people."""

from forum.data_map import KEY, P1, P2, Entry, Kept, entries

FIELDS: dict[str, dict[str, Entry]] = {
    "registrations.BreakoutChoice": {
        **entries(P1, Kept.PEOPLE, id=KEY, slot="In which slot", rank="First wish, second, third"),
        **entries(
            P2,
            Kept.PEOPLE,
            registration="Whose wish",
            session="Which session they wish for, to place people well",
        ),
    },
    "registrations.Allocation": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        event="Which event",
        by="Who ran it",
        at="When",
        mode="Placed anew, or disturbing nobody",
        state="How far the run is",
        basis="The run that it kept to",
        progress="The goal it is working on",
        problem="Why it failed, in words that name no need",
        seed="What the lot was drawn from",
        input_hash="Keyed hash of what it was made from, to see when that has changed",
        figures="What it reached, in counts; needs that no room meets only sealed",
        published_at="When people were told",
    ),
    "registrations.Placement": {
        **entries(
            P1,
            Kept.PEOPLE,
            id=KEY,
            allocation="By which run",
            slot="In which slot",
            is_pinned="Whether the team fixed it",
        ),
        **entries(
            P2,
            Kept.PEOPLE,
            registration="Who",
            session="Where they go, so that they find it",
        ),
        **entries(P2, Kept.NEEDS, note="Why the team put them there"),
    },
    "registrations.AttendanceFigures": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        event="Which event",
        organisation="Of which organisation; none: of the event as a whole",
        booked="How many booked",
        confirmed="How many had a place at the end",
        came="How many came",
        walk_ins="How many came without a booking",
        people_returning="How many had come to another event of the host that year",
        people_new="How many had not",
        details="When people booked and arrived, and how many wishes were met, in counts",
        needs="Needs by type and state, counts of 5 or more; never food",
        fingerprint="Hash of the counts of rows it was made from, to see when they have changed",
        refreshed_at="When it was counted",
        frozen_at="When bookings were erased, and it with them frozen",
        needs_frozen_at="When needs were erased, and their counts with them frozen",
    ),
}
