"""One host's world with a row of every kind, and the address of every page in it.

The matrix, the headers, the crawl with hostile words and the browser's check of every page walk
through the same world, so that a page that is added is met by all of them. A URL name without an
address here fails `tests/project/test_matrix.py`.
"""

import functools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from feedback import recap_figures, theme_counts
from feedback.models import Comment, Rating, Recap, SessionNote, Theme, ThemeTag
from feedback.models.box import Share
from forum import audit, complaints, sealed_files, teams
from forum.models import (
    AskedHost,
    Complaint,
    Event,
    EventChange,
    Host,
    Invitation,
    ListFile,
    Organisation,
    Room,
    Series,
    Session,
    SessionLead,
    Slot,
    User,
)
from forum.models.files import WorkState
from forum.models.people import Role
from forum.tables import Line, Table
from registrations import (
    accompanying,
    booking,
    breakouts,
    check_in,
    drafts,
    helping,
    own_questions,
    past_totals,
    promises,
    tickets,
    travel_claims,
    waiting_list,
    wording,
)
from registrations.importing import keeping
from registrations.kitchen import links, sheet
from registrations.models import (
    Announcement,
    Call,
    Helper,
    KitchenLink,
    PeopleImport,
    PlaceRules,
    Registration,
    Subscriber,
)
from registrations.models.messages import AnnouncementState
from registrations.models.registrations import ContactBy
from tests import factories

NEEDS = {
    "meals": ["vegan"],
    "ill": "yes",
    "allergens": ["sesame"],
    "dangerous": "yes",
    "kitchen_name": "yes",
    "access": ["step_free", "other"],
    "access_other": "A chair by the window",
    "talk": "call",
    "interpreter": "other",
    "interpreter_language": "Tigrinya",
    "childcare": "yes",
    "children": {"under_2": 1, "5_to_11": 2},
    "travel": "ticket",
    "travel_from": "Bradford",
    "travel_about": "10_to_30",
    "accompaniment": "both",
    "needs_consent": True,
}


@dataclass
class World:
    """A host with a team of six, a published event with people in every state, and a co-host."""

    host: Host
    event: Event
    cohost: Host
    series: Series
    room: Room
    slot: Slot
    session: Session
    lead: SessionLead
    organisation: Organisation
    invitation: Invitation
    member: User
    draft: Registration
    confirmed: Registration
    arrived: Registration
    waiting: Registration
    cancelled: Registration
    offered: Registration
    awaiting: Registration
    complaint: Complaint = field(init=False)
    subscriber: Subscriber = field(init=False)
    kitchen_link: KitchenLink = field(init=False)
    brought: PeopleImport = field(init=False)
    asked: AskedHost = field(init=False)
    helper: Helper = field(init=False)
    file: ListFile = field(init=False)
    recorded: Event = field(init=False)
    team: dict[Role, User] = field(default_factory=dict)
    cohost_team: dict[Role, User] = field(default_factory=dict)

    @functools.cached_property
    def addresses(self) -> dict[str, list[str]]:
        """For every URL name one address or more inside this world."""
        return addresses(self)

    @property
    def registrations(self) -> list[Registration]:
        return [self.draft, *self.bookings]

    @property
    def bookings(self) -> list[Registration]:
        return [
            *(self.confirmed, self.arrived, self.waiting, self.cancelled),
            *(self.offered, self.awaiting),
        ]

    @property
    def ids(self) -> set[str]:
        """The keys of all its rows, as they could stand in an address or a form."""
        rows = [
            *(self.room, self.slot, self.session, self.series, self.organisation),
            *(self.invitation, self.member, self.complaint, self.helper, *self.registrations),
            self.kitchen_link,
        ]
        return {str(row.pk) for row in rows}


def make_world(word: str = "heronsgate", *, title: str | None = None) -> World:
    """A host whose names all hold the word: two teams, six people in all states, a programme."""
    name = word.title()
    host = factories.make_host(name=f"{name} Network", slug=f"{word}-network")
    cohost = factories.make_host(name=f"{name} Friends", slug=f"{word}-friends")
    series = factories.make_series(host, title=f"{name} year", slug=f"{word}-year")
    event = factories.make_event(
        host,
        title=title or f"{name} casework forum",
        slug=f"{word}-forum",
        series=series,
        capacity=3,
        description="# Welcome\n\nBring **one** case. See [our site](https://harbour.example).",
        exact_place="Upper hall, 12 Ferry Lane, Leeds LS1 9ZZ",
        getting_in="Ring the green bell.",
        agreement="We listen to each other.",
        languages=["en", "ar"],
        food="A hot lunch",
    )
    factories.add_host(event, cohost)
    factories.ask(event)
    factories.ask_own(event, f"How will {name} travel?", kind="choice", options=["Bus", "Train"])
    factories.ask_own(event, f"What helps {name} to rest?", is_sensitive=True)
    room = factories.make_room(event, name=f"{name} room", capacity=12)
    slot = factories.make_slot(event, title=f"{name} groups")
    session = factories.make_session(
        event, slot=slot, room=room, title=f"{name} housing clinic", kind="breakout", max_places=12
    )
    factories.make_session(event, slot=slot, title=f"{name} health group", kind="workshop")
    lead = factories.make_lead(session, name=f"{name} Adeyemi", organisation="Ferry Lane Advice")
    factories.make_session(event, title=f"{name} welcome")
    team = {role: factories.make_member(host, role, name=f"{name} {role.label}") for role in Role}
    world = World(
        host=host,
        event=event,
        cohost=cohost,
        series=series,
        room=room,
        slot=slot,
        session=session,
        lead=lead,
        organisation=factories.make_organisation(host, f"{name} Welcome House"),
        invitation=_invitation(host, team[Role.OWNER], name),
        member=team[Role.DOOR],
        **_people(event, team[Role.DOOR], name),
        team=team,
        cohost_team={
            role: factories.make_member(cohost, role, name=f"{name} co-{role.label}")
            for role in Role
        },
    )
    factories.make_box(event)
    _company_and_travel(world)
    breakouts.choose(registration=world.confirmed, wishes={str(slot.pk): [str(session.pk)]})
    breakouts.run(event=event, by=team[Role.ORGANISER])
    EventChange.objects.create(
        event=event,
        by=team[Role.OWNER],
        before={"title": "Old title"},
        after={"title": event.title},
    )
    world.complaint = complaints.make(event=event, text=f"{name}: nobody answered my letter")
    world.helper = _helper(world, name)
    theirs = factories.make_event(cohost, published=False, title=f"{name} friends day")
    world.asked = AskedHost.objects.create(event=theirs, host=host)
    world.subscriber = Subscriber.objects.create(
        host=host, email=f"{word}@later.example", wording=wording.NEWS.version
    )
    audit.record(deed="published", by=team[Role.OWNER], event=event, host=host)
    put_in_hand(world, name)
    sheet.keep_on_paper(event=event, by=team[Role.STAFF])
    _calls(world)
    raised(event, {f"{name} legal aid": 12, f"{name} housing": 6})
    _recap(event, name)
    _announcements(event, world.confirmed, team[Role.ORGANISER])
    for years in (1, 2):
        _past(world, years)
    return world


def put_in_hand(world: World, name: str) -> None:
    """What a team works with: a list made, people to bring in, a link for the kitchen, totals."""
    world.file = _file(world.event, world.team[Role.STAFF])
    world.brought = _brought(world.event, world.team[Role.ORGANISER], name)
    world.kitchen_link = links.make(
        event=world.event,
        made_for=f"{name} Kitchen",
        until=world.event.local_end.date(),
        with_names=True,
        by=world.team[Role.NEEDS_LEAD],
    )
    world.recorded = _recorded(world.host, world.team[Role.ORGANISER], name)


def _recorded(host: Host, by: User, name: str) -> Event:
    """An event of long ago, by totals."""
    day = (timezone.now() - timedelta(days=900)).date()
    totals = past_totals.Totals(
        title=f"{name} first meeting",
        kind="meeting",
        first_day=day,
        last_day=day,
        people=80,
        counted="estimate",
        source=f"{name} annual report",
        organisations=20,
        reach={"local": 12, "national": 8},
    )
    return past_totals.record(host=host, totals=[totals], by=by)[0]


def _file(event: Event, by: User) -> ListFile:
    """A list that the worker made for one of the staff."""
    kept = sealed_files.keep(b"a spreadsheet")
    return ListFile.objects.create(
        event=event,
        by=by,
        kind="attendees",
        state=WorkState.DONE,
        total=3,
        name="attendees.xlsx",
        file=kept,
        expires_at=kept.expires_at,
    )


def _brought(event: Event, by: User, name: str) -> PeopleImport:
    """A file of two people that somebody looks at: one is right, and one has no name."""
    rows = (Line(2, (f"{name} Ines Duarte", f"{name} Welcome")), Line(3, ("", f"{name} Advice")))
    table = Table(headings=("Name", "Organisation"), rows=rows, told="")
    return keeping.begin(event=event, table=table, by=by)


def _helper(world: World, name: str) -> Helper:
    """Somebody who looks after one whom the team has not answered, and keeps half a row."""
    helper = factories.make_helper(
        world.event, name=f"{name} Helper", organisation=f"{name} Welcome House"
    )
    Registration.objects.filter(pk=world.awaiting.pk).update(
        helper=helper, contact_by=ContactBy.HELPER, email=""
    )
    world.awaiting.refresh_from_db()
    half = helping.Kept(uuid.uuid4(), {"name": f"{name} Ibrahim", "phone": "077"})
    helping.keep(helper=helper, rows=[half])
    return helper


def _announcements(event: Event, reader: Registration, by: User) -> None:
    """A message that was sent to somebody, and one that is written and goes to nobody yet."""
    words = {"event": event, "body": "Bring {name} and your code {code}.", "by": by}
    audience = {"who": "place"}
    sent = Announcement.objects.create(
        **words,
        subject="What to bring",
        audience=audience,
        state=AnnouncementState.SENT,
        sent_at=timezone.now(),
    )
    sent.deliveries.create(registration=reader)
    Announcement.objects.create(**words, subject="How to get there", audience=audience)


def _calls(world: World) -> None:
    """Somebody who waits has a telephone alone and is to be called; another was called."""
    waiting, called = world.waiting, world.confirmed
    contact = {"contact_by": ContactBy.PHONE, "email": "", "phone": "07700 900456"}
    Registration.objects.filter(pk=waiting.pk).update(**contact)
    waiting.refresh_from_db()
    done = {"done_at": timezone.now(), "done_by": world.team[Role.ORGANISER]}
    for row, kind, how in [(waiting, "waiting_list", {}), (called, "confirmation", done)]:
        Call.objects.create(event=world.event, registration=row, kind=kind, row_id=row.pk, **how)


def _company_and_travel(world: World) -> None:
    """Somebody who would come along with another, and money that was promised to both."""
    lead = world.team[Role.NEEDS_LEAD]
    accompanying.propose(registration=world.confirmed, companion=world.arrived, by=lead)
    accompanying.answer(registration=world.confirmed, other=world.arrived.pk, is_yes=True)
    for person, how in ((world.confirmed, "ticket"), (world.arrived, "cash")):
        travel_claims.approve(registration=person, how=how, up_to=Decimal("24.50"), by=lead)


def _past(world: World, years: int) -> Event:
    """An event of the series so many years ago: its people are gone and its figures are left."""
    name = world.host.name.split()[0]
    starts_at = timezone.now() - timedelta(days=365 * years)
    event = factories.make_event(
        world.host,
        title=f"{name} forum {years} years ago",
        slug=f"{name.lower()}-forum-{years}",
        series=world.series,
        starts_at=starts_at,
    )
    there = {world.organisation: 30 + years}
    factories.make_figures(event, there, booked=40, confirmed=38, came=30 + years)
    raised(event, {f"{name} legal aid": 12 + years, f"{name} housing": 6}, base=25)
    rated(event, "welcome", {"strongly": 20, "agree": 9})
    return event


def rated(event: Event, question: str, counts: dict[str, int]) -> None:
    """How many gave which answer, as it is written when a box is closed."""
    for answer, count in counts.items():
        Rating.objects.create(event=event, question=question, answer=answer, count=count)


def raised(event: Event, counts: dict[str, int], *, base: int = 0) -> None:
    """So many notes that were read for themes, `base` in all, and how many raise which theme."""
    size = max(base, *counts.values())
    notes = SessionNote.objects.bulk_create(
        SessionNote(event=event, text="A point that was made", is_coded=True) for _ in range(size)
    )
    for name, count in counts.items():
        theme, _ = Theme.objects.get_or_create(host=event.lead_host, name=name)
        ThemeTag.objects.bulk_create(ThemeTag(theme=theme, note=note) for note in notes[:count])
    theme_counts.refresh(event)


def _recap(event: Event, name: str) -> None:
    """A recap as it is read, with an unread note and words that may be shown."""
    SessionNote.objects.create(
        event=event, session=event.sessions.first(), text=f"{name}: letters come too late"
    )
    comment = Comment.objects.create(
        event=event,
        question="take_back",
        text=f"{name}: I will ask sooner",
        share=Share.NAME,
        signed=f"{name} Iona",
    )
    recap = Recap.objects.create(
        event=event,
        title=f"{name}: a full room",
        lead="They came from many places.",
        **dict.fromkeys(["talked", "learned", "happens_next"], "- One **thing**\n- Another"),
        **dict.fromkeys(["caterer", "artist", "facilitators", "funders", "others"], name),
        figures=recap_figures.take(event),
        published_at=timezone.now(),
    )
    recap.quotes.create(comment=comment)


def _invitation(host: Host, by: User, name: str) -> Invitation:
    return teams.invite(
        host=host, by=by, name=f"{name} Newcomer", email="newcomer@example.org", roles=[Role.STAFF]
    )


def _people(event: Event, by: User, name: str) -> dict[str, Registration]:
    """Somebody in every state; all of the event's places are held, one of them by an offer."""
    make = functools.partial(
        factories.make_registration,
        event,
        coming_as="staff",
        organisation=f"{name} Welcome House",
        reach="local",
        pronouns="they/them",
        photo="no",
        **NEEDS,
    )
    confirmed = make(f"{name} Amina Warsame")
    arrived = make(f"{name} Bilal Haddad")
    make(f"{name} Chen Wei")
    check_in.check_in(registration=arrived, by=by, scan_id=uuid.uuid4())
    offered = make(f"{name} Gulnar Osman")
    event.capacity += 1
    event.save(update_fields=["capacity"])
    waiting_list.offer_free(event)
    waiting = make(f"{name} Dawit Tesfay")
    awaiting = _somebody_to_answer(event, make, f"{name} Hazar Demir")
    cancelled = make(f"{name} Elif Kaya")
    booking.cancel(registration=cancelled)
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=factories.answers(f"{name} Farah Noor", **NEEDS))
    for row in (confirmed, arrived, waiting, cancelled, offered, awaiting, draft):
        row.refresh_from_db()
    return {
        "confirmed": confirmed,
        "arrived": arrived,
        "waiting": waiting,
        "cancelled": cancelled,
        "offered": offered,
        "awaiting": awaiting,
        "draft": draft,
    }


def _somebody_to_answer(
    event: Event, make: Callable[[str], Registration], name: str
) -> Registration:
    """Somebody who booked while the team answered each booking, which it does no more."""
    rules = PlaceRules.objects.create(event=event, needs_approval=True)
    booked = make(name)
    rules.delete()
    return booked


def _named(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _named(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


@functools.cache
def url_names() -> dict[str, URLPattern]:
    """Every address the project answers, by its full name; a pattern without a name is "None"."""
    return dict(_named(get_resolver().url_patterns))


def questions(world: World) -> dict[str, list[str]]:
    """What pages are asked after the question mark, by URL name."""
    return {
        "forum:my_events": ["?all"],
        "forum:new_event": [f"?copy={world.event.slug}"],
        "forum:team": [f"?member={world.member.pk}"],
        "feedback:merge_theme": [f"?into={Theme.objects.filter(host=world.host)[1].pk}"],
        "registrations:people": ["?show=waiting", "?show=to_approve", f"?q={world.event.slug[:3]}"],
        "registrations:needs_board": ["?mine=1", "?kind=interpretation"],
        "registrations:door": [f"?q={world.event.slug[:3]}", "?show=last"],
    }


def addresses(world: World) -> dict[str, list[str]]:
    """For every URL name one address or more inside the world."""
    on_event = {"slug": world.event.slug}
    at_host = {"slug": world.host.slug}
    things = {"room": world.room, "slot": world.slot, "session": world.session}
    bookings = world.bookings
    tokens = {
        purpose: [tickets.token(row.pk, purpose, row.link_version) for row in rows]  # type: ignore[arg-type]
        for purpose, rows in {
            "booking": bookings,
            "ticket": bookings,
            "draft": [world.draft],
            "another": [world.draft],
        }.items()
    }
    steps = ["you", "organisation", "food", "support", "own", "sessions", "sharing"]
    people = [{**on_event, "pk": row.pk} for row in bookings]
    themes = list(Theme.objects.filter(host=world.host))
    notes = SessionNote.objects.filter(event=world.event, is_coded=False)
    written = Announcement.objects.filter(event=world.event)
    taken: dict[str, list[dict[str, Any]]] = {
        "forum:series": [{"slug": world.series.slug}],
        "forum:session": [{**on_event, "pk": world.session.pk}],
        "forum:accept_invitation": [{"token": teams.invitation_token(world.invitation)}],
        "forum:make_list": [
            {**on_event, "kind": kind}
            for kind in ("attendees", "catering", "sessions", "door", "feedback", "person")
        ],
        **{
            f"forum:{name}": [{**on_event, "pk": world.file.pk}]
            for name in ("list_file", "fetch_list", "remove_list")
        },
        "forum:add_to_programme": [{**on_event, "thing": thing} for thing in things],
        "forum:edit_in_programme": [
            {**on_event, "thing": thing, "pk": row.pk} for thing, row in things.items()
        ],
        "forum:remove_from_programme": [
            {**on_event, "thing": thing, "pk": row.pk} for thing, row in things.items()
        ],
        "forum:answer_asked": [{**at_host, "pk": world.asked.pk}],
        "forum:remove_member": [{**at_host, "pk": world.member.pk}],
        "forum:withdraw_invitation": [{**at_host, "pk": world.invitation.pk}],
        "forum:edit_organisation": [{**at_host, "pk": world.organisation.pk}],
        **{
            f"analysis:{name}": [{**at_host, "key": key} for key in ("came", "moved")]
            for name in ("chart", "print_chart", "numbers")
        },
        **{
            f"analysis:{name}": [{**at_host, "pk": themes[0].pk}]
            for name in ("theme", "theme_chart")
        },
        "analysis:theme_words": [
            {**at_host, "pk": themes[0].pk, "event": slug}
            for slug in world.series.events.filter(starts_at__lt=timezone.now()).values_list(
                "slug", flat=True
            )
        ],
        "feedback:edit_theme": [{**at_host, "pk": theme.pk} for theme in themes],
        "feedback:read_together": [{**on_event, "pk": themes[0].pk}],
        "feedback:merge_theme": [{**at_host, "pk": themes[0].pk}],
        "feedback:edit_note": [{**on_event, "pk": note.pk} for note in notes],
        "feedback:remove_note": [{**on_event, "pk": note.pk} for note in notes],
        **{
            f"forum:{name}": [{**on_event, "pk": world.complaint.pk}]
            for name in ("complained", "read_complaint", "answer_complaint")
        },
        **{
            f"registrations:{name}": [{**at_host, "pk": world.recorded.pk}]
            for name in ("change_past_totals", "remove_past_totals")
        },
        "unnamed_event": [{"pk": world.event.pk}],
        "unnamed_page": [{"pk": world.event.pk, "page": "agreement"}],
        "forum:elsewhere": [{"rest": "no/such/page/"}],
        "registrations:check": [{"token": token} for token in tokens["draft"]],
        "registrations:done": [{"token": token} for token in tokens["draft"]],
        "registrations:step": [
            {"token": token, "step": step} for token in tokens["draft"] for step in steps
        ],
        "registrations:another": [{"token": token} for token in tokens["another"]],
        "registrations:booking": [{"token": token} for token in tokens["booking"]],
        "registrations:change": [{"token": tokens["booking"][0], "step": step} for step in steps],
        "registrations:add_companion": [{"token": token} for token in tokens["booking"]],
        "registrations:together_slips": [{"token": token} for token in tokens["booking"]],
        "registrations:offer": [{"token": token} for token in tokens["booking"]],
        "registrations:company": [{"token": token} for token in tokens["booking"]],
        "registrations:join_online": [{"token": token} for token in tokens["booking"]],
        "registrations:cancel": [{"token": token} for token in tokens["booking"]],
        "registrations:booking_calendar": [{"token": token} for token in tokens["booking"]],
        "registrations:my_sessions_calendar": [{"token": token} for token in tokens["booking"][:2]],
        **{
            f"registrations:{name}": [{"token": token} for token in tokens["booking"]]
            for name in (
                *("restore", "hand_over", "consents"),
                *("my_data", "my_data_file", "delete_me"),
            )
        },
        "registrations:kitchen_link": [{"token": tickets.token(world.kitchen_link.pk, "kitchen")}],
        "registrations:end_kitchen_link": [{**on_event, "pk": world.kitchen_link.pk}],
        **{
            f"registrations:{name}": [{**on_event, "pk": world.brought.pk}]
            for name in ("import_columns", "import_look", "drop_import")
        },
        "registrations:why_not": [
            {"token": tokens["booking"][0], "session": world.session.pk},
        ],
        "registrations:ticket": [{"token": token} for token in tokens["ticket"]],
        **{
            f"registrations:{name}": [{"token": tickets.token(world.subscriber.pk, "stay")}]
            for name in ("stay", "leave_by_mail")
        },
        **{
            f"registrations:{name}": [{"token": tickets.helper_token(world.helper)}]
            for name in ("helper", "helper_add", "helper_slips", "helper_arrived", "helper_forget")
        },
        **{
            f"registrations:{name}": [
                {**on_event, "pk": row.pk, "slot": world.slot.pk}
                for row in (world.confirmed, world.arrived)
            ]
            for name in ("place_person", "let_go")
        },
        **{
            f"registrations:{name}_session": [{**on_event, "pk": world.session.pk}]
            for name in ("door", "tick", "untick")
        },
        **{
            f"registrations:{name}_own_question": [
                {**on_event, "pk": row.pk} for row in own_questions.of(world.event)
            ]
            for name in ("edit", "remove", "move")
        },
        "registrations:need": [
            {**on_event, "pk": row.pk, "kind": promises.part_of_address(row.pk, kind)}
            for row in (world.confirmed, world.arrived)
            for kind in ("interpretation", "access")
        ],
        "registrations:message": [
            {**on_event, "pk": one.pk} for one in written.filter(state=AnnouncementState.SENT)
        ],
        **{
            f"registrations:{deed}_message": [
                {**on_event, "pk": one.pk} for one in written.filter(state=AnnouncementState.DRAFT)
            ]
            for deed in ("edit", "review", "send", "schedule", "call_off", "test", "delete")
        },
        **{
            f"registrations:{name}": [
                {**on_event, "pk": row.pk} for row in Call.objects.filter(event=world.event)
            ]
            for name in ("call_done", "call_undone")
        },
        "account_reset_password_from_key": [{"uidb36": "zz", "key": "c0ffee-0123456789"}],
        **{
            f"registrations:{name}": people
            for name in (
                *("person", "person_needs", "give_place", "cancel_person", "resend", "person_kind"),
                *("answer_person", "door_person", "check_in", "undo_check_in"),
                *("accompany", "travel_claim"),
                *("person_words", "correct_contact"),
            )
        },
    }
    found = {}
    asked = questions(world)
    for name, pattern in url_names().items():
        converters = set(pattern.pattern.regex.groupindex)
        if name in taken:
            sets = taken[name]
        elif converters == {"slug"}:
            host_page = str(pattern.pattern).startswith("organise/hosts/")
            sets = [at_host if host_page else on_event]
        elif not converters:
            sets = [{}]
        else:
            continue
        found[name] = [reverse(name, kwargs=kwargs) for kwargs in sets]
        found[name] += [found[name][0] + question for question in asked.get(name, [])]
    return found


def let_time_pass(world: World) -> None:
    """Move the event so that it began an hour ago, as it is when people stand at the door."""
    length = world.event.ends_at - world.event.starts_at
    starts_at = timezone.now() - timedelta(hours=1)
    Event.objects.filter(pk=world.event.pk).update(starts_at=starts_at, ends_at=starts_at + length)
    world.event.refresh_from_db()
