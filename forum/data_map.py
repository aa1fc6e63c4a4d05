"""The data map: every field of this app with its class, its purpose and how long it is kept.

The classes and clocks are section 4 of the design. A test fails on a field without an entry, and
on one marked P3 that is not sealed. `manage.py data_map` prints the map into docs/privacy.md.
"""

import enum
from dataclasses import dataclass


class Level(enum.StrEnum):
    """How much harm a field could do in the wrong hands."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"

    @property
    def words(self) -> str:
        return {
            Level.P0: "public",
            Level.P1: "internal",
            Level.P2: "personal",
            Level.P3: "special category, sealed",
        }[self]


class Kept(enum.StrEnum):
    """Until when a field is kept: the rules by name, in the words of docs/privacy.md."""

    NEEDS = "14 days after the event, or as the organiser set it, at most 60"
    PEOPLE = "180 days after the event"
    MESSAGES = "30 days after the event"
    AUDIT = "two years"
    EVENT = "until the host deletes the event"
    HOST = "until the host deletes it"
    TEAM = "until the person leaves the team and the account is removed"
    RUNNING = "as long as the site runs"


@dataclass(frozen=True)
class Entry:
    """What is said of one field: its class, what it is for, and the rule by which it goes."""

    level: Level
    purpose: str
    kept: Kept


def entries(level: Level, kept: Kept, /, **purposes: str) -> dict[str, Entry]:
    """Entries for fields that share a class and a rule; `purposes` is field name to purpose."""
    return {name: Entry(level, purpose, kept) for name, purpose in purposes.items()}


P0, P1, P2, P3 = Level.P0, Level.P1, Level.P2, Level.P3
KEY = "Random key of the row"

FIELDS: dict[str, dict[str, Entry]] = {
    "forum.User": {
        **entries(
            P1,
            Kept.TEAM,
            id=KEY,
            password="Hash of the password, to sign in",  # noqa: S106 - words about the field
            last_login="When the person last signed in, to see forgotten accounts",
            is_active="Whether the account can sign in",
            date_joined="When the account was made",
        ),
        **entries(
            P2,
            Kept.TEAM,
            email="To sign in and to reset a password",
            name="To say who did what to colleagues",
        ),
    },
    "forum.Host": {
        **entries(P1, Kept.HOST, id=KEY),
        **entries(
            P0,
            Kept.HOST,
            name="Who organises",
            slug="Part of the address of the host's pages",
            contact_name="Whom people can ask, as the host publishes it",
            contact_email="Where people can write, as the host publishes it",
            contact_phone="Where people can call, as the host publishes it",
        ),
    },
    "forum.Membership": entries(
        P1,
        Kept.TEAM,
        id=KEY,
        user="Who works for the host",
        host="Which host",
        role="What the person may do there",
    ),
    "forum.Invitation": {
        **entries(
            P1,
            Kept.TEAM,
            id=KEY,
            host="Which team the invitation is for",
            roles="What the person will be able to do",
            invited_by="Who invited",
            created_at="When",
            expires_at="Until when the link works",
            used_at="When the link was used; it works once",
        ),
        **entries(
            P2,
            Kept.TEAM,
            email="Where the invitation is sent",
            name="How the invitation addresses the person",
        ),
    },
    "forum.Organisation": entries(
        P1,
        Kept.HOST,
        id=KEY,
        host="Whose list it is on",
        name="Group that participants come from",
        name_key="The name made plain, to find the same group written differently",
        reach="Where the group works: to see who an event reached",
        region="Where it is based, roughly: to see who an event reached",
        merged_into="The same group under its right name",
    ),
    "forum.Series": {
        **entries(P1, Kept.HOST, id=KEY, host="Whose series it is"),
        **entries(
            P0,
            Kept.HOST,
            title="Name of the series",
            slug="Address of its page",
            summary="What the series is for",
        ),
    },
    "forum.Event": {
        **entries(
            P0,
            Kept.EVENT,
            series="Which series it belongs to",
            slug="Address of its page",
            title="Name of the event",
            kind="What sort of event",
            summary="What it is, in a sentence",
            description="What it is, at length",
            starts_at="When it starts",
            ends_at="When it ends",
            doors_at="When doors open",
            timezone="The zone its times are told in",
            mode="In a room, online or both",
            public_place="Area or town",
            capacity="How many places there are",
            opens_at="When registration opens",
            closes_at="When registration closes",
            state="Draft, published or cancelled",
            visibility="Whether it is in the public list",
            languages="What is spoken",
            cost="What it costs to come",
            food="What food there is",
            getting_in="Getting there and getting in",
            arrangements="Support that is already there",
            agreement="How we treat each other",
            contact_name="Whom people can ask, as the host publishes it",
            contact_email="Where people can write, as the host publishes it",
            contact_phone="Where people can call, as the host publishes it",
            needs_kept_days="When answers about needs are destroyed; told to people who register",
            cancel_reason="Why it was cancelled, as told to people",
        ),
        **entries(
            P1,
            Kept.EVENT,
            id=KEY,
            exact_place="Where it is; only people with a place are told",
            online_link="Where it is online; only people with a place are told",
            place_released_at="From when people with a place are told where it is",
            is_discreet="Whether mails and pages avoid naming the event",
            published_at="When it was published",
            cancelled_at="When it was cancelled",
            copied_from="Which event it was copied from",
            created_at="When it was begun",
        ),
    },
    "forum.EventHost": {
        **entries(P1, Kept.EVENT, id=KEY),
        **entries(
            P0,
            Kept.EVENT,
            event="Which event",
            host="Who organises it",
            is_lead="Which host answers for it",
        ),
    },
    "forum.EventChange": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        event="Which event was changed",
        at="When",
        by="Who changed it",
        before="What people had been told",
        after="What is true now",
        told_at="When people were told",
    ),
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
    "forum.Message": {
        **entries(
            P1,
            Kept.MESSAGES,
            id=KEY,
            kind="Which mail it is; the text is made when it is sent and not stored",
            row_id="Which row it is about",
            event="Which event it is about",
            state="Whether it was sent",
            created_at="When it was asked for",
            due_at="When it is to be sent",
            attempts="How often it was tried",
            leased_until="Until when a worker holds it",
            lease="Which worker holds it",
            sent_at="When it was sent",
            problem="Why it could not be sent, in a few words",
        ),
        **entries(P2, Kept.MESSAGES, to="Where it is sent"),
    },
    "forum.AuditEntry": entries(
        P1,
        Kept.AUDIT,
        id=KEY,
        host="At which host",
        event="At which event",
        who="Which team member did it",
        at="When",
        deed="What was done, in a few words, without content",
        row_id="To which row",
        count="To how many rows",
        reason="The reason the team member gave",
    ),
    "forum.ScheduledJob": entries(
        P1,
        Kept.RUNNING,
        name="Which task of the site",
        due_at="When it runs next",
        leased_until="Until when a worker holds it",
        last_run_at="When it last ran",
        problem="What went wrong, in a few words",
    ),
}
