"""What the team writes and tells, who helps others to register, who stays in touch."""

from forum.data_map import KEY, P1, P2, Entry, Kept, entries

FIELDS: dict[str, dict[str, Entry]] = {
    "registrations.Helper": {
        **entries(
            P1,
            Kept.PEOPLE,
            id=KEY,
            event="At which event",
            link_version="Raised so that old private links stop working",
            created_at="When the page was begun",
            touched_at="When it was last used",
        ),
        **entries(
            P2,
            Kept.PEOPLE,
            name="Who registers others, so that the team can ask",
            organisation="For which organisation",
            email="To send the codes and news of those whom they registered",
            phone="To call about those whom they registered",
        ),
    },
    "registrations.Announcement": entries(
        P1,
        Kept.MESSAGES,
        id=KEY,
        event="Of which event",
        subject="What the team wrote to many; it names no one person",
        body="The words of the message",
        short="The same for a text message",
        audience="For whom, by state, kind, day and session; never by what people need",
        reaches_later="Whether those who come later get it too",
        state="Draft, leaves later, sent",
        send_at="When it leaves",
        sent_at="When it left",
        by="Which team member wrote it",
        created_at="When it was begun",
        touched_at="When it was last changed",
    ),
    "registrations.Delivery": {
        **entries(P1, Kept.MESSAGES, id=KEY, announcement="Which message", created_at="When"),
        **entries(P2, Kept.PEOPLE, registration="To whom, so that nobody gets it twice"),
    },
    "registrations.Reminder": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        event="Which event",
        kind="A week before, or the day before",
        is_on="Whether the team wants it",
        done_at="When people were reminded, so that it is once",
    ),
    "registrations.Call": {
        **entries(
            P1,
            Kept.PEOPLE,
            id=KEY,
            event="At which event",
            kind="What to tell, by the name of the mail",
            row_id="What it is about",
            created_at="Since when",
            done_at="When it was told",
            done_by="Which team member told it",
        ),
        **entries(P2, Kept.PEOPLE, registration="Whom to telephone"),
    },
    "registrations.DayNews": entries(
        P1,
        Kept.MESSAGES,
        id=KEY,
        user="Which team member was written to",
        day="On which day, so that it is once",
        since="From when on changes are told",
        until="Up to when",
    ),
    "registrations.Subscriber": {
        **entries(P1, Kept.IN_TOUCH, id=KEY, host="Whose list", asked_at="When asked again"),
        **entries(
            P2,
            Kept.IN_TOUCH,
            email="To tell of later events",
            language="Which language to write in",
            wording="To which words the person agreed",
            given_at="When, to ask again two years later",
        ),
    },
    "registrations.EventInvitation": {
        **entries(P1, Kept.IN_TOUCH, id=KEY, event="Of which event", created_at="When"),
        **entries(P2, Kept.IN_TOUCH, subscriber="Who was told, so that it is once"),
    },
}
