"""The map of the programme."""

from forum.data_map.entries import KEY, P0, P1, Entry, Kept, entries

FIELDS: dict[str, dict[str, Entry]] = {
    "forum.Room": {
        **entries(P1, Kept.EVENT, id=KEY, event="Which event has the room"),
        **entries(
            P0,
            Kept.EVENT,
            name="Name of the room",
            capacity="How many it holds",
            is_step_free="Whether there is a way in without steps",
            has_hearing_loop="Whether it has a hearing loop",
            is_quiet="Whether it is a quiet room",
        ),
    },
    "forum.Slot": {
        **entries(P1, Kept.EVENT, id=KEY, event="Which event"),
        **entries(
            P0,
            Kept.EVENT,
            title="Name of the part of the day",
            starts_at="When it starts",
            ends_at="When it ends",
        ),
    },
    "forum.Session": {
        **entries(P1, Kept.EVENT, id=KEY, event="Which event"),
        **entries(
            P0,
            Kept.EVENT,
            slot="Which part of the day",
            starts_at="When it starts",
            ends_at="When it ends",
            title="Name of the session",
            summary="What it is about",
            kind="Together, in groups, a break",
            room="Where it is",
            min_places="How many it needs to run",
            max_places="How many it takes",
            languages="What is spoken",
            offered_again_as="The same session at another time",
            recording_link="Where a recording is",
            is_cancelled="Whether it is off",
            replaced_by="What happens instead",
        ),
    },
    "forum.SessionLead": {
        **entries(P1, Kept.EVENT, id=KEY, session="Which session"),
        **entries(
            P0,
            Kept.EVENT,
            name="Who leads, as printed in the programme",
            organisation="For whom the lead speaks, as printed",
        ),
    },
}
