"""Every address x every role x every tenant, against the table of rights (design section 2).

The table stands here a second time on purpose, written from the design and not from the code. An
address that is missing from it, or from tests/world.py, fails the first test. That each role opens
what the table gives it and nothing else is asked page by page in test_every_page.py.
"""

import logging
import re
import uuid
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client

from forum.models import User
from forum.models.people import Role
from tests.database import state
from tests.factories import give_second_factor, make_host, make_member, make_user
from tests.world import World, url_names

OWNER, ORGANISER, NEEDS_LEAD = Role.OWNER, Role.ORGANISER, Role.NEEDS_LEAD
DOOR, STAFF, ANALYST = Role.DOOR, Role.STAFF, Role.ANALYST

# The rights of design section 2.
ROLES: dict[str, set[Role]] = {
    "team and settings": {OWNER},
    "event and programme": {OWNER, ORGANISER},
    "people": {OWNER, ORGANISER, NEEDS_LEAD, STAFF},
    "contact": {OWNER, ORGANISER, NEEDS_LEAD},
    "door": {OWNER, ORGANISER, DOOR},
    "contact details": {OWNER, ORGANISER, NEEDS_LEAD},
    "needs by person": {NEEDS_LEAD},
    "counts for the kitchen": {OWNER, ORGANISER, NEEDS_LEAD, STAFF},
    "kitchen cards": {NEEDS_LEAD},
    "attendee list": {ORGANISER, STAFF},
    "paper door list": {ORGANISER, STAFF, DOOR},
    "catering sheet": {ORGANISER, NEEDS_LEAD, STAFF},
    "results": {OWNER, ORGANISER, ANALYST},
    "any role": set(Role),
    # In the world it is one of the staff.
    "the colleague who asked": {STAFF},
}

EVENT, HOST, TEAM = "event", "host", "any host"
ANYBODY, HOLDER, ACCOUNT = "anybody", "whoever holds the link", "whoever is signed in"


@dataclass(frozen=True)
class Page:
    """Whose page it is: of an event's team, a host's team, any team, or nobody's in particular."""

    whose: str
    right: str = ""
    posts_only: bool = False


PAGES: dict[str, Page] = {
    # forum, public
    "forum:events": Page(ANYBODY),
    "forum:calendar": Page(ANYBODY),
    "forum:series": Page(ANYBODY),
    "forum:event": Page(ANYBODY),
    "forum:programme": Page(ANYBODY),
    "forum:session": Page(ANYBODY),
    "forum:event_calendar": Page(ANYBODY),
    "forum:agreement": Page(ANYBODY),
    "forum:event_privacy": Page(ANYBODY),
    "forum:event_concern": Page(ANYBODY),
    "forum:complain": Page(ANYBODY),
    "forum:complained": Page(HOLDER),
    "unnamed_event": Page(ANYBODY),
    "unnamed_page": Page(ANYBODY),
    "forum:privacy": Page(ANYBODY),
    "forum:accessibility": Page(ANYBODY),
    "forum:concern": Page(ANYBODY),
    "forum:health": Page(ANYBODY),
    "forum:ready": Page(ANYBODY),
    "forum:robots": Page(ANYBODY),
    "forum:favicon": Page(ANYBODY),
    "forum:accept_invitation": Page(HOLDER),
    # forum, the team
    "forum:my_events": Page(TEAM, "any role"),
    "forum:new_event": Page(TEAM, "event and programme"),
    "forum:today": Page(EVENT, "any role"),
    "forum:edit_event": Page(EVENT, "event and programme"),
    "forum:edit_place": Page(EVENT, "event and programme"),
    "forum:edit_hosts": Page(EVENT, "event and programme"),
    "forum:preview": Page(EVENT, "event and programme"),
    "forum:publish": Page(EVENT, "event and programme"),
    "forum:cancel_event": Page(EVENT, "event and programme"),
    "forum:complaints": Page(EVENT, "team and settings"),
    "forum:read_complaint": Page(EVENT, "team and settings", posts_only=True),
    "forum:answer_complaint": Page(EVENT, "team and settings", posts_only=True),
    "forum:lists": Page(EVENT, "any role"),
    "forum:make_list": Page(EVENT, "any role"),
    "forum:list_file": Page(EVENT, "the colleague who asked"),
    "forum:fetch_list": Page(EVENT, "the colleague who asked", posts_only=True),
    "forum:remove_list": Page(EVENT, "the colleague who asked", posts_only=True),
    "forum:edit_programme": Page(EVENT, "event and programme"),
    "forum:add_to_programme": Page(EVENT, "event and programme"),
    "forum:edit_in_programme": Page(EVENT, "event and programme"),
    "forum:remove_from_programme": Page(EVENT, "event and programme"),
    "forum:host": Page(HOST, "team and settings"),
    "forum:answer_asked": Page(HOST, "team and settings", posts_only=True),
    "forum:team": Page(HOST, "team and settings"),
    "forum:remove_member": Page(HOST, "team and settings"),
    "forum:withdraw_invitation": Page(HOST, "team and settings", posts_only=True),
    "forum:host_series": Page(HOST, "event and programme"),
    "forum:organisations": Page(HOST, "event and programme"),
    "forum:edit_organisation": Page(HOST, "event and programme"),
    "forum:elsewhere": Page(TEAM),
    "registrations:erasure": Page(HOST, "team and settings"),
    "registrations:past_totals": Page(HOST, "event and programme"),
    "registrations:record_past_totals": Page(HOST, "event and programme"),
    "registrations:past_totals_file": Page(HOST, "event and programme"),
    "registrations:change_past_totals": Page(HOST, "event and programme"),
    "registrations:remove_past_totals": Page(HOST, "event and programme"),
    "registrations:in_touch": Page(HOST, "contact"),
    "registrations:remove_from_list": Page(HOST, "team and settings", posts_only=True),
    "registrations:invite": Page(EVENT, "event and programme"),
    # registrations, the person
    "registrations:start": Page(ANYBODY),
    "registrations:step": Page(HOLDER),
    "registrations:check": Page(HOLDER),
    "registrations:done": Page(HOLDER),
    "registrations:another": Page(HOLDER),
    "registrations:booking": Page(HOLDER),
    "registrations:change": Page(HOLDER),
    "registrations:company": Page(HOLDER),
    "registrations:add_companion": Page(HOLDER),
    "registrations:together_slips": Page(HOLDER),
    "registrations:offer": Page(HOLDER),
    "registrations:join_online": Page(HOLDER, posts_only=True),
    "registrations:cancel": Page(HOLDER),
    "registrations:restore": Page(HOLDER, posts_only=True),
    "registrations:booking_calendar": Page(HOLDER),
    "registrations:my_sessions_calendar": Page(HOLDER),
    "registrations:why_not": Page(HOLDER),
    "registrations:hand_over": Page(HOLDER),
    "registrations:consents": Page(HOLDER),
    "registrations:my_data": Page(HOLDER),
    "registrations:my_data_file": Page(HOLDER),
    "registrations:delete_me": Page(HOLDER),
    "registrations:ticket": Page(HOLDER),
    "registrations:find": Page(ANYBODY),
    "registrations:help": Page(ANYBODY),
    "registrations:helper": Page(HOLDER),
    "registrations:helper_add": Page(HOLDER),
    "registrations:helper_slips": Page(HOLDER),
    "registrations:helper_arrived": Page(HOLDER, posts_only=True),
    "registrations:helper_forget": Page(HOLDER),
    "registrations:stay": Page(HOLDER),
    "registrations:leave_by_mail": Page(HOLDER),
    "registrations:kitchen_link": Page(HOLDER),
    # registrations, the team
    "registrations:kitchen": Page(EVENT, "counts for the kitchen"),
    "registrations:kitchen_names": Page(EVENT, "kitchen cards", posts_only=True),
    "registrations:keep_kitchen_copy": Page(EVENT, "catering sheet", posts_only=True),
    "registrations:kitchen_links": Page(EVENT, "catering sheet"),
    "registrations:end_kitchen_link": Page(EVENT, "catering sheet", posts_only=True),
    "registrations:questions": Page(EVENT, "event and programme"),
    "registrations:add_own_question": Page(EVENT, "event and programme"),
    "registrations:edit_own_question": Page(EVENT, "event and programme"),
    "registrations:remove_own_question": Page(EVENT, "event and programme"),
    "registrations:move_own_question": Page(EVENT, "event and programme", posts_only=True),
    "registrations:people": Page(EVENT, "people"),
    "registrations:add_person": Page(EVENT, "event and programme"),
    "registrations:import_people": Page(EVENT, "event and programme"),
    "registrations:import_columns": Page(EVENT, "event and programme"),
    "registrations:import_look": Page(EVENT, "event and programme"),
    "registrations:drop_import": Page(EVENT, "event and programme", posts_only=True),
    "registrations:person": Page(EVENT, "people"),
    "registrations:person_needs": Page(EVENT, "needs by person", posts_only=True),
    "registrations:accompany": Page(EVENT, "needs by person"),
    "registrations:travel_claims": Page(EVENT, "needs by person"),
    "registrations:travel_claim": Page(EVENT, "needs by person"),
    "registrations:cash_sheet": Page(EVENT, "needs by person"),
    "registrations:needs_board": Page(EVENT, "needs by person"),
    "registrations:need": Page(EVENT, "needs by person"),
    "registrations:needs_gathered": Page(EVENT, "needs by person"),
    "registrations:give_place": Page(EVENT, "event and programme"),
    "registrations:answer_person": Page(EVENT, "event and programme"),
    "registrations:place_rules": Page(EVENT, "event and programme"),
    "registrations:cancel_person": Page(EVENT, "event and programme"),
    "registrations:person_kind": Page(EVENT, "event and programme"),
    "registrations:resend": Page(EVENT, "event and programme", posts_only=True),
    "registrations:breakouts": Page(EVENT, "event and programme"),
    "registrations:run_breakouts": Page(EVENT, "event and programme", posts_only=True),
    "registrations:publish_breakouts": Page(EVENT, "event and programme", posts_only=True),
    "registrations:placements": Page(EVENT, "event and programme"),
    "registrations:place_person": Page(EVENT, "event and programme"),
    "registrations:let_go": Page(EVENT, "event and programme", posts_only=True),
    "registrations:swap_rooms": Page(EVENT, "event and programme", posts_only=True),
    "registrations:before_telling": Page(EVENT, "event and programme"),
    "registrations:breakout_runs": Page(EVENT, "event and programme"),
    "registrations:reminders": Page(EVENT, "event and programme"),
    "registrations:messages": Page(EVENT, "event and programme"),
    "registrations:write_message": Page(EVENT, "event and programme"),
    "registrations:message": Page(EVENT, "event and programme"),
    "registrations:edit_message": Page(EVENT, "event and programme"),
    "registrations:review_message": Page(EVENT, "event and programme"),
    "registrations:send_message": Page(EVENT, "event and programme", posts_only=True),
    "registrations:schedule_message": Page(EVENT, "event and programme", posts_only=True),
    "registrations:call_off_message": Page(EVENT, "event and programme", posts_only=True),
    "registrations:test_message": Page(EVENT, "event and programme", posts_only=True),
    "registrations:delete_message": Page(EVENT, "event and programme"),
    "registrations:calls": Page(EVENT, "contact details"),
    "registrations:call_done": Page(EVENT, "contact details", posts_only=True),
    "registrations:call_undone": Page(EVENT, "contact details", posts_only=True),
    "registrations:person_words": Page(EVENT, "contact details", posts_only=True),
    "registrations:correct_contact": Page(EVENT, "event and programme"),
    "registrations:door": Page(EVENT, "door"),
    "registrations:walk_in": Page(EVENT, "door"),
    "registrations:meeting_list": Page(EVENT, "event and programme"),
    "registrations:tally": Page(EVENT, "door"),
    "registrations:undo_tally": Page(EVENT, "door", posts_only=True),
    "registrations:door_person": Page(EVENT, "door"),
    "registrations:check_in": Page(EVENT, "door", posts_only=True),
    "registrations:undo_check_in": Page(EVENT, "door", posts_only=True),
    "registrations:session_sheets": Page(EVENT, "attendee list"),
    "registrations:people_to_print": Page(EVENT, "attendee list"),
    "registrations:sign_in_sheet": Page(EVENT, "attendee list"),
    "registrations:badges": Page(EVENT, "attendee list"),
    "registrations:door_list": Page(EVENT, "paper door list"),
    "registrations:tick_list": Page(EVENT, "door"),
    "registrations:door_sessions": Page(EVENT, "door"),
    "registrations:door_session": Page(EVENT, "door"),
    "registrations:tick_session": Page(EVENT, "door", posts_only=True),
    "registrations:untick_session": Page(EVENT, "door", posts_only=True),
    # analysis
    "analysis:recap_chart": Page(ANYBODY),
    "analysis:recap_chart_preview": Page(EVENT, "event and programme"),
    "analysis:mine": Page(TEAM, "results"),
    "analysis:host": Page(HOST, "results"),
    "analysis:chart": Page(HOST, "results"),
    "analysis:print_chart": Page(HOST, "results"),
    "analysis:numbers": Page(HOST, "results"),
    "analysis:events_csv": Page(HOST, "results"),
    "analysis:theme": Page(HOST, "results"),
    "analysis:theme_chart": Page(HOST, "results"),
    "analysis:theme_words": Page(HOST, "results"),
    "analysis:missing": Page(HOST, "results"),
    "analysis:missing_csv": Page(HOST, "results"),
    "analysis:missing_xlsx": Page(HOST, "results"),
    "analysis:workbook": Page(HOST, "results"),
    "analysis:print": Page(HOST, "results"),
    # signing in
    "account_login": Page(ANYBODY),
    "account_logout": Page(ACCOUNT),
    "account_inactive": Page(ANYBODY),
    "account_reauthenticate": Page(ACCOUNT),
    "account_change_password": Page(ACCOUNT),
    "account_reset_password": Page(ANYBODY),
    "account_reset_password_done": Page(ANYBODY),
    "account_reset_password_from_key": Page(HOLDER),
    "account_reset_password_from_key_done": Page(ANYBODY),
    "mfa_index": Page(ACCOUNT),
    "mfa_authenticate": Page(ANYBODY),
    "mfa_reauthenticate": Page(ACCOUNT),
    "mfa_activate_totp": Page(ACCOUNT),
    "mfa_deactivate_totp": Page(ACCOUNT),
    "mfa_view_recovery_codes": Page(ACCOUNT),
    "mfa_generate_recovery_codes": Page(ACCOUNT),
    # feedback
    "feedback:ballot": Page(ANYBODY),
    "feedback:withdraw": Page(ANYBODY),
    "feedback:answers": Page(EVENT, "results"),
    "feedback:plan_answers": Page(EVENT, "event and programme"),
    "feedback:open_answers": Page(EVENT, "event and programme", posts_only=True),
    "feedback:close_answers": Page(EVENT, "event and programme"),
    "feedback:slips": Page(EVENT, "event and programme"),
    "feedback:recap": Page(ANYBODY),
    "feedback:coding": Page(EVENT, "results"),
    "feedback:read_together": Page(EVENT, "results"),
    "feedback:undo_reading": Page(EVENT, "results", posts_only=True),
    "feedback:notes": Page(EVENT, "results"),
    "feedback:edit_note": Page(EVENT, "results"),
    "feedback:remove_note": Page(EVENT, "results"),
    "feedback:edit_recap": Page(EVENT, "event and programme"),
    "feedback:preview_recap": Page(EVENT, "event and programme"),
    "feedback:publish_recap": Page(EVENT, "event and programme", posts_only=True),
    "feedback:unpublish_recap": Page(EVENT, "event and programme", posts_only=True),
    "feedback:themes": Page(HOST, "results"),
    "feedback:edit_theme": Page(HOST, "results"),
    "feedback:merge_theme": Page(HOST, "results"),
}
# What one address of a page asks beyond the page itself.
NARROWER = {
    r"/lists/attendees/": "attendee list",
    r"/lists/catering/": "catering sheet",
    r"/lists/(sessions|badges)/$": "attendee list",
    r"/lists/door/": "paper door list",
    r"/lists/(photos|contacts|waiting)/": "attendee list",
    r"/lists/(feedback|funder)/": "results",
    r"/lists/(access|childcare|travel|interpreting|person)/": "needs by person",
}
# A page that is nobody's: 404 for everybody who is signed in.
NOWHERE = {"forum:elsewhere"}

OURS = sorted(name for name, page in PAGES.items() if page.whose in {EVENT, HOST, TEAM})
OF_AN_EVENT = sorted(name for name, page in PAGES.items() if page.whose == EVENT)
WITH_AN_ID = [name for name in OF_AN_EVENT if "pk" in url_names()[name].pattern.converters]


def may(name: str, url: str, role: Role) -> bool:
    for pattern, right in NARROWER.items():
        if re.search(pattern, url):
            return role in ROLES[right]
    return name not in NOWHERE and role in ROLES[PAGES[name].right]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(client: Client, name: str, url: str) -> HttpResponse:
    """The answer of the page as it is used: looked at, or posted to where it only takes posts."""
    return (client.post if PAGES[name].posts_only else client.get)(url)


def test_every_address_stands_in_the_table(world):
    assert set(PAGES) == set(url_names())
    assert set(world.addresses) == set(url_names())


def test_a_stranger_finds_nothing(world):
    """V1: an owner elsewhere, somebody without a host; every method; no word of ours."""
    elsewhere = make_host(name="Larkmoor Network")
    colleagues = [make_member(elsewhere, OWNER), make_member(elsewhere, NEEDS_LEAD)]
    strangers = [(user, signed_in(user)) for user in [*colleagues, make_user()]]
    before = state()
    for name in OURS:
        for user, client in strangers:
            opens = PAGES[name].whose == TEAM and user in colleagues and name not in NOWHERE
            for url in world.addresses[name]:
                for method in ("get", "post", "put", "patch", "delete"):
                    response = getattr(client, method)(url)
                    if opens:
                        assert response.status_code < 500
                    else:
                        assert response.status_code in {404, 405}, f"{method} {url}"
                    assert_nothing_of(world, response.content.decode(errors="replace"))
    after = state()
    assert [table for table in after if after[table] != before[table]] == []


def assert_nothing_of(world: World, text: str) -> None:
    """No name, word or key of that world stands in the text."""
    assert "Heronsgate" not in text
    assert world.event.title not in text
    assert [key for key in world.ids if key in text] == []


@pytest.mark.parametrize("name", OURS)
def test_a_visitor_is_sent_to_sign_in_whether_or_not_the_page_is_real(name, world, client):
    """V8: every method; nobody learns from the answer which addresses exist."""
    before = state()
    for url in world.addresses[name]:
        for method in ("get", "post", "put", "patch", "delete"):
            real = getattr(client, method)(url)
            unreal_url = url.replace("heronsgate-", "nothing-")
            unreal_url = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(uuid.uuid4()), unreal_url)
            unreal = getattr(client, method)(unreal_url)
            assert real.status_code in {302, 405}, f"{method} {url}"
            assert unreal.status_code == real.status_code
            if real.status_code == 302:
                for answer, asked in ((real, url), (unreal, unreal_url)):
                    # A button is not pressed for anybody after signing in: its page is shown.
                    leads_to = quote(asked) if method == "get" else "/organise/"
                    assert answer.headers["Location"] == f"/accounts/login/?next={leads_to}"
            assert_nothing_of(world, real.content.decode())
    assert state() == before


@pytest.mark.parametrize("name", OURS)
def test_an_owner_without_a_second_factor_is_asked_to_set_one_up(name, world):
    for role in (OWNER, NEEDS_LEAD):
        user = world.team[role]
        user.authenticator_set.all().delete()
        for url in world.addresses[name]:
            if not may(name, url, role):
                continue
            response = signed_in(user).post(url)
            if response.status_code != 405:
                assert response.status_code == 302
                assert response.headers["Location"].startswith("/accounts/second-step/")
        give_second_factor(user)


def test_d01_ids_of_another_event_open_nothing(world, elsewhere):
    """D01: our own event's address with every id of another host's event, in every method."""
    owner, lead = signed_in(world.team[OWNER]), signed_in(world.team[NEEDS_LEAD])
    before = state()
    for name in WITH_AN_ID:
        client = owner if OWNER in ROLES[PAGES[name].right] else lead
        for url in elsewhere.addresses[name]:
            ours = url.replace(elsewhere.event.slug, world.event.slug)
            for method in ("get", "post"):
                response = getattr(client, method)(ours)
                assert response.status_code in {404, 405}, f"{method} {ours}"
                assert "Larkmoor" not in response.content.decode()
    assert state() == before


def test_a_sister_event_of_the_same_host_lends_no_ids(world, elsewhere):
    """V1: the same organiser runs both; the address says which event, and the id must be of it."""
    elsewhere.event.event_hosts.filter(is_lead=True).update(host=world.host)
    owner, lead = signed_in(world.team[OWNER]), signed_in(world.team[NEEDS_LEAD])
    for name in WITH_AN_ID:
        client = owner if OWNER in ROLES[PAGES[name].right] else lead
        for url in elsewhere.addresses[name]:
            ours = url.replace(elsewhere.event.slug, world.event.slug)
            assert ask(client, name, ours).status_code in {404, 405}, ours


def test_a_refusal_is_written_into_the_log(world, elsewhere, caplog):
    with caplog.at_level(logging.WARNING, "convenor.refused"):
        url = f"/organise/events/{world.event.slug}/people/"
        assert signed_in(elsewhere.team[OWNER]).get(url).status_code == 404
    refused = [r.getMessage() for r in caplog.records if r.name == "convenor.refused"]
    assert refused == [
        f"user {elsewhere.team[OWNER].pk} has no right to registrations:people",
    ]


def test_a_role_that_is_taken_away_opens_nothing_at_the_next_click(world):
    client = signed_in(world.team[STAFF])
    url = f"/organise/events/{world.event.slug}/people/"
    assert client.get(url).status_code == 200
    world.host.memberships.filter(role=STAFF).delete()
    assert client.get(url).status_code == 404


def test_an_account_that_is_closed_opens_nothing_at_the_next_click(world):
    """V39: the session does not outlive the account."""
    client = signed_in(world.team[STAFF])
    User.objects.filter(pk=world.team[STAFF].pk).update(is_active=False)
    assert client.get("/organise/").status_code == 302
