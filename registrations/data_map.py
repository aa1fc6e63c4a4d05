"""The data map of registrations: every field with its class, its purpose and how long it is kept.

Read together with forum/data_map.py, which says what the classes and the rules mean. The only
special-category field is the sealed one.
"""

from forum.data_map import KEY, P0, P1, P2, P3, Entry, Kept, entries

FIELDS: dict[str, dict[str, Entry]] = {
    "registrations.Registration": {
        **entries(
            P1,
            Kept.PEOPLE,
            id=KEY,
            event="Which event",
            kind="Participant, crew, interpreter and so on",
            state="Has a place, waits, cancelled; a draft goes 7 days after it was last touched",
            place="Which of the event's places, so that none is given twice",
            is_walk_in="Whether the person came without a booking",
            link_version="Raised so that old private links stop working",
            created_at="When the form was begun",
            touched_at="When it was last changed, to delete drafts nobody finishes",
            booked_at="When it was booked",
            waiting_since="Since when the person waits: first come, first served",
            cancelled_at="When it was cancelled",
        ),
        **entries(
            P2,
            Kept.PEOPLE,
            days="Which days the person comes",
            badge_name="What to call the person at the door",
            pronouns="How to speak of the person, if the event asks",
            contact_by="How the person wants to be reached",
            email="To send the booking and news of this event",
            phone="To call or text about this event",
            language="Which language to write in",
            coming_as="Whether the person comes for an organisation",
            organisation="Which organisation, to see who an event reached",
            photo="What photographs may show",
            code="Short code for the door and for finding the booking",
            with_whom="Who comes together with whom",
        ),
    },
    "registrations.Facilitation": entries(
        P2,
        Kept.PEOPLE,
        id=KEY,
        registration="Who leads",
        session="Which session, so that the lead is not placed elsewhere",
    ),
    "registrations.CheckIn": {
        **entries(
            P1,
            Kept.PEOPLE,
            id=KEY,
            event="At which event",
            session="At which session, if not at the event's door",
            by="Which team member let the person in",
            scan_id="So that a scan sent twice counts once",
        ),
        **entries(
            P2,
            Kept.PEOPLE,
            registration="Who came",
            at="When, to see when the door is busy",
        ),
    },
    "registrations.Needs": {
        **entries(
            P1,
            Kept.NEEDS,
            registration="Whose answers they are; everybody has one row, so having it says nothing",
            event="Whose key seals them",
        ),
        **entries(
            P3,
            Kept.NEEDS,
            answers="Food, allergies, access and interpreters, to arrange them for this event;"
            " and when the person agreed to that",
        ),
    },
    "registrations.Consent": entries(
        P2,
        Kept.PEOPLE,
        id=KEY,
        registration="Who agreed",
        kind="To what",
        wording="To which version of the words",
        given_at="When",
        withdrawn_at="When the person took it back",
    ),
    "registrations.Question": {
        **entries(P1, Kept.EVENT, id=KEY, event="Which event asks"),
        **entries(P1, Kept.EVENT, owner="Which team member acts on the answers"),
        **entries(
            P0,
            Kept.EVENT,
            kind="What is asked",
            purpose="Why, as people are told beside the question",
            options="Which answers are on offer",
        ),
    },
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
            P2, Kept.PEOPLE, registration="Who", session="Where they go, so that they find it"
        ),
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
    "registrations.PersonMark": {
        **entries(P1, Kept.YEAR, id=KEY, host="Of which host", year="In which year", event="Where"),
        **entries(P2, Kept.YEAR, mark="Keyed hash of a contact, to count people once in a year"),
    },
}
