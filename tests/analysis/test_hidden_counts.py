"""A count of 1 to 4 that is planted in what people said is nowhere: page, charts, words, files."""

import itertools
import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from analysis import adding_up, hiding
from analysis.voices import answers_of
from feedback import questionnaire
from forum import small_counts
from tests.analysis.years import make_year, raised_by_hand
from tests.factories import (
    make_event,
    make_figures,
    make_member,
    make_organisation,
    make_series,
)
from tests.world import raised, rated

pytestmark = pytest.mark.django_db

SPRING = datetime(2024, 3, 6, 10, tzinfo=UTC)
SAID = ["raised", "moved", "felt", "welcome"]


def url(host, rest=""):
    return f"/organise/hosts/{host.slug}/analysis/{rest}"


def make_past(host, number, **fields):
    starts_at = SPRING + timedelta(days=200 * number)
    return make_event(host, title=f"Forum {'ABCD'[number]}", starts_at=starts_at, **fields)


def page_of_host(client, host, question=""):
    page = client.get(url(host) + question).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def everything(client, host):
    """All that the host's page gives away, by where it stands.

    A chart has the same marks at every width, so it is asked for at one.
    """
    found = {"page": page_of_host(client, host)}
    for key in adding_up.CHARTS:
        for kind in ("svg", "csv"):
            response = client.get(url(host, f"charts/{key}.{kind}"))
            found[f"{key}.{kind}"] = response.content.decode()
    return found


def plant(host, few):
    """Two events in a series with a few in themes and ratings; all sums are the same."""
    series = make_series(host, title="Casework", slug=f"casework-{host.slug}")
    for number in range(2):
        event = make_past(host, number, series=series)
        counts = {"Legal aid": 12, "Housing": 7, "Raids": few, "Interpreting": 24 - few}
        raised(event, counts, base=24)
        rated(
            event,
            "welcome",
            {"strongly": 20, "agree": 10, "partly": 6 + 3 - few, "disagree": few},
        )
        rated(event, "part", {"yes": 20, "mostly": 8 + 3 - few, "no": few})
    return series


def test_a_planted_three_might_as_well_be_another_number(host, client):
    """Everything is the same, byte by byte, with another small count in place of the three."""
    client.force_login(make_member(host, "owner"))
    assert _planted(client, host, 3) == _planted(client, host, 1) == _planted(client, host, 4)


def _planted(client, host, few):
    series = plant(host, few)
    found = everything(client, host)
    found["page of the series"] = page_of_host(client, host, f"?series={series.slug}")
    for event in host.events.all():
        event.delete()
    series.delete()
    return found


def test_a_planted_three_is_not_written_anywhere(host, client):
    client.force_login(make_member(host, "organiser"))
    plant(host, 3)
    for name, text in everything(client, host).items():
        if name == "page":
            spoken = re.sub(r'(?:href|src|srcset|id|class|content|media|width)="[^"]*"', "", text)
            assert re.findall(r"(?<![\d.#h])3(?![\d.])", spoken) == []
        elif name.endswith(".csv"):
            assert ",3," not in f"{text.replace(chr(13), ',').replace(chr(10), ',')},", name
        elif text.startswith("<?xml"):
            assert "<title>" not in text
            assert "<desc>" not in text
            assert "<text" not in text


def test_a_breakdown_of_fewer_than_ten_answers_is_not_shown(host, client):
    client.force_login(make_member(host, "organiser"))
    event = make_past(host, 0)
    raised(event, {"Legal aid": 9}, base=9)
    rated(event, "welcome", {"strongly": 9})
    for key in SAID:
        for ending in ("svg", "csv"):
            assert client.get(url(host, f"charts/{key}.{ending}")).status_code == 404
    assert "Legal aid" not in client.get(url(host)).content.decode()


def test_no_two_views_taken_from_one_another_tell_a_hidden_count(client):
    """Themes under every filter: what is shown of some events is the sum of what each shows."""
    year = make_year(7, events=6)
    client.force_login(make_member(year.host, "owner"))
    shown = defaultdict(int)
    hidden = set()
    for event in year.events:
        base, counts = raised_by_hand(event)
        for theme in ("Legal aid", "Housing", "Raids"):
            if base >= 10:
                count = small_counts.of_base(counts[theme], base)
                shown[event.pk, theme] = count or 0
                hidden |= {(event.pk, theme)} if count is None else set()
    views = [{}, {"kind": "forum"}, {"kind": "training"}, {"series": year.series.slug}]
    views += [{"year": number} for number in ("2024", "2025", "2026")]
    for given in views:
        analysis = adding_up.add_up(host=year.host, given=given, exact=True)
        events = [row.event.pk for row in analysis.together.rows]
        table = analysis.finding("raised").table
        for name, count in table.rows if table else ():
            total = sum(shown[event, name] for event in events)
            more = any((event, name) in hidden for event in events)
            assert str(count) == (f"{total} or more" if more else str(total))


def test_a_half_that_a_recap_tells_leaves_no_small_answer_behind(host):
    """A recap says how many agree in any way; with it, nobody can work out one of the answers."""
    event = make_past(host, 0)
    leaks = []
    for counts in itertools.product([0, 1, 3, 5, 9, 30], repeat=4):
        answers = answers_of(event, questionnaire.by_key("welcome"), counts)
        if answers is None or small_counts.of_base(sum(counts[:2]), sum(counts)) is None:
            continue
        for half in (slice(0, 2), slice(2, 4)):
            shown = [count is not None for count in answers.counts[half]]
            if {1, 2, 3, 4} & set(counts[half]) and any(shown):
                leaks.append(counts)
    assert leaks == []


def attended(host):
    """Two events with small counts of people and organisations."""
    organisations = [make_organisation(host, f"Group {number}") for number in range(12)]
    for number in range(2):
        event = make_past(host, number, kind="training")
        make_figures(
            event,
            dict.fromkeys(organisations[: 12 - 2 * number], 1),
            booked=40,
            confirmed=37,
            came=36,
            walk_ins=2,
            people_new=33,
            people_returning=3,
        )


def cells(client, host):
    """The counts of each event, without its name, its day and how it was counted."""
    text = client.get(url(host, "events.csv")).content.decode("utf-8-sig")
    return [line.split(",")[2:-3] for line in text.splitlines()[1:]]


def test_attendance_is_exact_for_who_may_see_the_list(host, client, organiser):
    attended(host)
    client.force_login(organiser)
    assert cells(client, host) == [
        ["40", "37", "36", "3", "2", "10", "0", "10", "33", "3"],
        ["40", "37", "36", "3", "2", "12", "12", "0", "33", "3"],
    ]


def test_small_counts_of_attendance_are_hidden_from_an_analyst(host, client, analyst):
    """Of twelve organisations two did not come again, which tells who is new at the second."""
    attended(host)
    client.force_login(analyst)
    hidden = "not shown"
    assert cells(client, host) == [
        ["40", hidden, "36", hidden, hidden, "10", hidden, hidden, hidden, hidden],
        ["40", hidden, "36", hidden, hidden, "12", "12", "0", hidden, hidden],
    ]
    page = client.get(url(host)).content.decode()
    assert "80 booked and 72 came" in page
    assert "without booking." not in page


def test_an_analyst_can_work_out_no_small_count_of_people_from_the_others():
    """Every way in which people can have booked, come or stayed away, by what is shown of it."""
    ways = defaultdict(list)
    for gave_back, no_show, stayed, walk_ins in itertools.product(range(15), repeat=4):
        placed = no_show + stayed
        counts = {
            "booked": gave_back + placed,
            "placed": placed,
            "came": stayed + walk_ins,
            "walk_ins": walk_ins,
            "no_show": no_show,
        }
        shown = tuple(hiding.shown_counts(counts).items())
        ways[shown].append((gave_back, no_show, stayed, walk_ins, stayed + walk_ins))
    leaks = [
        (shown, values.pop())
        for shown, found in ways.items()
        for values in map(set, zip(*found, strict=True))
        # At the end of the range the other ways are missing.
        if len(values) == 1 and values < {1, 2, 3, 4} and max(map(max, found)) < 10
    ]
    assert leaks == []


def test_who_did_not_come_is_not_what_is_left_of_those_with_a_place(host, client, analyst):
    event = make_past(host, 0, kind="training")
    make_figures(event, booked=30, confirmed=30, came=28)
    client.force_login(analyst)
    assert cells(client, host)[0][:5] == ["30", "30", "28", "not shown", "not shown"]


@pytest.mark.parametrize(("more", "shown"), [(0, 12), (2, None), (6, 18)])
def test_an_analyst_cannot_take_one_event_from_all_of_them(host, more, shown):
    """Twelve organisations came to the first event; to the second the same, and some more."""
    organisations = [make_organisation(host, f"Group {number}") for number in range(12 + more)]
    for number, there in enumerate((organisations[:12], organisations)):
        event = make_past(host, number, kind="training")
        make_figures(event, dict.fromkeys(there, 1), booked=40, confirmed=40, came=40)
    for given in ({}, {"kind": "training"}):
        together = adding_up.add_up(host=host, given=given, exact=False).together
        assert together.organisations == shown
        assert [count for _reach, count in together.reach] == [shown]
        exact = adding_up.add_up(host=host, given=given, exact=True).together
        assert exact.organisations == 12 + more


def test_an_analyst_and_an_organiser_have_each_their_picture(host, client, analyst, organiser):
    attended(host)
    seen = []
    for user in (analyst, organiser, analyst):
        client.force_login(user)
        seen.append(client.get(url(host, "charts/came.svg")).content)
    assert seen[0] == seen[2] != seen[1]
