"""Who wrote what is found by nobody who holds a copy of everything (design promise 3, U1-U8)."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection, models
from django.test import Client

from feedback import codes
from feedback.models import (
    Ballot,
    BallotCode,
    Comment,
    Rating,
    SpareCode,
    WithdrawnCode,
)
from forum.models import AuditEntry, Message, User
from registrations.models import Registration
from tests.factories import make_box, sheet
from tests.feedback import attackers, voters
from tests.site import Site, made_in, site

__all__ = ["site"]

OURS = [BallotCode, SpareCode, Ballot, WithdrawnCode, Rating, Comment]
PEOPLE = 40
# Of 40 orders by chance 1 fits on average; 6 or more in six of ten thousand.
BY_CHANCE, ALIKE = 5, 0.3


# -- U1: structure --


@pytest.mark.parametrize("model", OURS)
def test_u1_no_row_holds_a_time_or_a_number_that_counts_up(model: type[models.Model]) -> None:
    fields = model._meta.get_fields()
    times = (models.DateField, models.TimeField, models.DurationField, models.AutoField)
    assert [field.name for field in fields if isinstance(field, times)] == []


@pytest.mark.parametrize("model", OURS)
def test_u1_no_path_leads_to_a_person_a_session_or_a_mail(model: type[models.Model]) -> None:
    reached: set[Any] = set()
    to_go: list[Any] = [model]
    while to_go:
        one = to_go.pop()
        if one in reached:
            continue
        reached.add(one)
        to_go += [
            field.related_model
            for field in one._meta.get_fields()
            if field.is_relation and not field.auto_created and not field.many_to_many
        ]
    assert reached.isdisjoint({User, Registration, Message, AuditEntry, BrowserSession})


@pytest.mark.parametrize("model", OURS)
def test_u1_nothing_of_a_person_or_a_mail_leads_here(model: type[models.Model]) -> None:
    pointing = {
        other._meta.label
        for other in apps.get_models()
        for field in other._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is model
    }
    # What the team does with words that are open: which theme, which quote, who has read them when.
    of_words = {"feedback.ThemeTag", "feedback.RecapQuote", "feedback.Reading"}
    assert pointing <= (of_words if model is Comment else set())


# -- U2, U3: the dump attack and its control --


def leaks(found: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Attacks that found more people than chance, or an order too much like theirs."""
    texts = found["texts"]
    return {
        (copy, attack, people)
        for copy, orders in found["orders"].items()
        for attack, guessed in orders.items()
        for people, order in found["people"].items()
        if attackers.matched(guessed, [texts[one] for one in order]) > BY_CHANCE
        or abs(attackers.tau(guessed, [texts[one] for one in order])) > ALIKE
    }


def vote(site: Site, folder: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(site.run(*voters.START, "vote", str(folder), str(PEOPLE)))
    assert held["ballots"] == PEOPLE
    return held


def rounds(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Each round from an empty site, with other people."""
    for number in range(4):
        with made_in(tmp_path / f"site{number}") as site:
            yield vote(site, tmp_path / f"round{number}")


def test_u2_u3_a_copy_of_everything_matches_nobody_where_a_naive_table_gives_all_away(
    tmp_path: Path,
) -> None:
    """Some of so many attacks fit by chance: a leak is what fits again with other people."""
    again: set[tuple[str, str, str]] | None = None
    for found in rounds(tmp_path):
        watched = [found["naive texts"][one] for one in found["people"]["watched"]]
        naive = {
            attack: attackers.matched(guessed, watched)
            for attack, guessed in found["naive"].items()
        }
        assert len(naive) >= (7 if connection.vendor == "sqlite" else 5)
        assert {attack: score for attack, score in naive.items() if score < 35} == {}, naive
        assert found["linked naively"] == PEOPLE

        assert all(found["orders"].values())
        assert found["linked"] == 0
        assert found["plain while open"] == 0
        assert found["in log or cache"] == 0
        assert len(found["lengths"]) == 1
        assert found["settled"]
        again = leaks(found) if again is None else again & leaks(found)
        if not again:
            return
    assert again == set()


# -- U4: two dumps around one answer --


def everything() -> dict[str, set[str]]:
    """Every row of every table, as text."""
    return {
        model._meta.label: {
            repr([bytes(v) if isinstance(v, memoryview) else v for v in row])
            for row in model.objects.values_list()  # type: ignore[attr-defined]
        }
        for model in apps.get_models()
    }


def test_u4_two_dumps_around_one_answer_differ_by_a_hash_and_a_sealed_sheet(event) -> None:
    make_box(event)
    codes.make(event=event, count=5)
    code = codes.draw(event)
    before = everything()
    given = {"ballot": code, "share": "name", "signed": "Amina", "take_back": "Call the clinic"}
    response = Client().post(f"/f/{event.slug}/", given)
    assert b"Thank you. Your answers" in response.content
    after = everything()
    gone = {name: rows for name in before if (rows := before[name] - after[name])}
    new = {name: rows for name in after if (rows := after[name] - before[name])}
    assert {name: len(rows) for name, rows in gone.items()} == {"feedback.BallotCode": 1}
    assert {name: len(rows) for name, rows in new.items()} == {"feedback.Ballot": 1}
    assert codes.hashed(code) in str(gone)
    for word in ("Amina", "clinic", code, codes.hashed(code), "very"):
        assert word not in str(new)


# -- U6: single use --


def test_u6_d26_twenty_who_send_one_code_at_once_cast_one_ballot(site: Site) -> None:
    found = json.loads(site.run(*voters.START, "race", "20"))
    assert found == {"ended": {"0": 1, "2": 19}, "ballots": 1, "codes": 0}


# -- U8: the log --


def test_u8_no_code_no_address_and_no_word_gets_into_the_log(event, caplog) -> None:
    make_box(event)
    good, client = codes.draw(event), Client(REMOTE_ADDR="203.0.113.77")
    wrong = codes.new()
    with caplog.at_level(logging.DEBUG):
        for code in (wrong, good, good, "FERN-4821"):
            client.post(f"/f/{event.slug}/", {"ballot": code, **sheet(change="Quieter rooms")})
        client.post("/q/", {"code": wrong})
    own = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    for word in (good, wrong, codes.hashed(good), "203.0.113.77", "Quieter rooms"):
        assert word not in " ".join(own)
    assert not AuditEntry.objects.exclude(deed__in=["planned feedback", "opened feedback"]).exists()


# -- killed while closing --


def test_closing_that_is_killed_at_20_points_loses_nothing_and_counts_nothing_twice(
    site: Site,
) -> None:
    rounds = json.loads(site.run(*voters.START, "kill", "20"))
    whole = {
        "state": ["closed", 7, True],
        "ratings": [
            ["contacts", "agree", 7],
            ["part", "yes", 7],
            ["useful", "very", 7],
            ["welcome", "agree", 7],
        ],
        "words": [f"{word} {n}" for word in ("Back", "Change") for n in range(7)],
        "left": 0,
        "key": False,
    }
    assert len(rounds) == 20
    assert [one["killed"] for one in rounds] == [True] * 20
    assert {one.pop("then") for one in rounds} == {"open", "closed"}
    for one in rounds:
        assert one == whole | {"killed": True}
