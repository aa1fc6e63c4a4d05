"""The data map of feedback: every field with its class, its purpose and how long it is kept.

No field leads to the person who wrote. Read together with forum/data_map, which says what the
classes and the rules mean.
"""

from forum.data_map import KEY, P0, P1, P2, P3, Entry, Kept, entries

_RANDOM = "Random number that tells no order"
_WHICH = "Which event"

FIELDS: dict[str, dict[str, Entry]] = {
    "feedback.BallotBox": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        event=_WHICH,
        state="Planned, open, closed, or too few answers to show",
        opens_at="When people can answer",
        closes_at="Until when",
        closed_at="When it was closed",
        is_mailed="Whether codes are mailed to those who came",
        invited_at="When the mails were queued",
        reminded_at="When the reminders were queued",
        slips="How many printed codes were handed out",
        ballots="How many answered, counted at closing",
        is_settled="Whether what closing leaves on the disk is gone",
    ),
    "feedback.BallotCode": entries(
        P1, Kept.BALLOT, hash="Hash of an unused code; not whose it is", event=_WHICH
    ),
    "feedback.SpareCode": {
        **entries(P1, Kept.BALLOT, id=_RANDOM, event=_WHICH),
        **entries(P3, Kept.BALLOT, code="A code that waits to be mailed"),
    },
    "feedback.Ballot": {
        **entries(P1, Kept.BALLOT, id=_RANDOM, event=_WHICH),
        **entries(P3, Kept.BALLOT, answers="What one person answered, until it is mixed"),
    },
    "feedback.WithdrawnCode": entries(
        P1, Kept.BALLOT, hash="Hash of a code by which words were taken back", event=_WHICH
    ),
    "feedback.Rating": entries(
        P1,
        Kept.EVENT,
        id=_RANDOM,
        event=_WHICH,
        question="Which question",
        answer="Which answer",
        count="How many gave it",
    ),
    "feedback.Comment": {
        **entries(
            P1,
            Kept.EVENT,
            id=_RANDOM,
            event=_WHICH,
            question="Which question it answers",
            share="How far the writer lets the words go",
            withdraw_hash="Hash of the code that takes the words back",
            is_coded="Whether it was read for themes",
        ),
        **entries(
            P2,
            Kept.EVENT,
            text="What somebody wrote; it may tell who wrote it",
            signed="The name that the writer put under it, if any",
        ),
    },
    "feedback.Theme": entries(
        P1,
        Kept.HOST,
        id=KEY,
        host="Whose theme",
        name="What it is called",
        name_key="The name without case and punctuation, to find doubles",
        description="What belongs to it",
        merged_into="Which theme took it up",
    ),
    "feedback.SessionNote": {
        **entries(
            P1,
            Kept.EVENT,
            id=KEY,
            event=_WHICH,
            session="From which session",
            by="Who of the team wrote it down",
            at="When it was written down",
            is_coded="Whether it was read for themes",
        ),
        **entries(P2, Kept.EVENT, text="A point that was made, without a name"),
    },
    "feedback.ThemeTag": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        theme="Which theme",
        comment="Which comment raises it",
        note="Which note raises it",
        state="Confirmed by somebody, or only suggested",
        probability="How sure a suggestion was",
        by="Who of the team decided",
    ),
    "feedback.EventThemes": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        event=_WHICH,
        base="How many comments and notes were read",
        counts="How many of these raise each theme",
        refreshed_at="When it was counted",
    ),
    "feedback.Suggesting": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        event=_WHICH,
        at="When themes were last suggested",
        fingerprint="Hash of what it was learned from, to see when that has changed",
        learned_from="How many words that a person read it was learned from",
    ),
    "feedback.Reading": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        event=_WHICH,
        comment="Which comment was read",
        note="Which note was read",
        by="Who of the team read it",
        at="When it was read",
        before="Its themes before",
        after="Its themes after",
        offered="Which themes were suggested beside it",
        undone_at="When the reading was taken back",
    ),
    "feedback.ThemeMerge": entries(
        P1,
        Kept.HOST,
        id=KEY,
        theme="Which theme was merged",
        into="Into which",
        by="Who of the team merged them",
        at="When",
        moved="How many words moved",
    ),
    "feedback.Recap": {
        **entries(
            P1,
            Kept.EVENT,
            id=KEY,
            event=_WHICH,
            changed_at="When it was last changed",
            told_at="When people were told of it, so that it is once",
        ),
        **entries(
            P0,
            Kept.EVENT,
            title="Heading of the story",
            lead="Its first words",
            talked="What people talked about",
            learned="What the team learned",
            happens_next="What happens next",
            caterer="Thanks",
            artist="Thanks",
            facilitators="Thanks",
            funders="Thanks",
            others="Thanks",
            figures="Figures as published, small counts hidden",
            published_at="Since when it can be read",
        ),
    },
    "feedback.RecapQuote": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        recap="In which recap",
        comment="Which words, while their writer agrees",
        place="In which order",
    ),
    "feedback.RecapFigures": entries(
        P0,
        Kept.EVENT,
        id=KEY,
        recap="Of which recap",
        figures="Figures as once published, small counts hidden",
        at="When they were published",
    ),
}
