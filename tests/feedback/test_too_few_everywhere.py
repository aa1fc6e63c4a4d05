"""U7: four people answered. Nothing of it is on any page, in any file or chart, for anybody."""

import re

import pytest
from django.test import Client

from feedback import ballots, closing, codes
from feedback.models import Ballot, BallotBox, Comment, Rating
from forum.models.people import Role
from tests.project.test_matrix import PAGES
from tests.world import World

WORDS = "Kingfisher-CANARY"
TELLING = re.compile("feedback:|analysis:|forum:(event|events|series|today|my_events)$")


def answer(world: World, count: int) -> BallotBox:
    """So many people answer alike and sign their words; then the box is closed."""
    answers = {
        "useful": "not",
        "welcome": "disagree",
        "in_the_way": f"{WORDS} in the way",
        "take_back": f"{WORDS} taken back",
        "share": "name",
        "signed": f"{WORDS} signed",
        "change": f"{WORDS} to change",
        "sessions": [str(world.session.pk)],
    }
    for code in codes.make(event=world.event, count=count):
        ballots.cast(event=world.event, code=code, answers=answers)
    return closing.close(box=BallotBox.objects.get(event=world.event))


def everything(world: World) -> dict[str, bytes]:
    """What a visitor, an owner and an analyst see wherever something of an event is told."""
    found = {}
    for role in (None, Role.OWNER, Role.ANALYST):
        client = Client()
        if role:
            client.force_login(world.team[role])
        for name in filter(TELLING.match, PAGES):
            for url in world.addresses[name]:
                found[f"{role} {url}"] = client.get(url).content
    return found


@pytest.mark.django_db
def test_four_answers_are_nowhere(world: World):
    rated = Rating.objects.count()
    box = answer(world, 4)
    assert (box.state, box.ballots, Ballot.objects.count()) == ("too_few", 0, 0)
    assert Rating.objects.count() == rated
    assert [url for url, page in everything(world).items() if WORDS.encode() in page] == []
    assert not Comment.objects.filter(text__contains=WORDS).exists()


@pytest.mark.django_db
def test_twelve_answers_are_there_so_the_search_would_have_found_four(world: World):
    answer(world, 12)
    pages = [url for url, page in everything(world).items() if WORDS.encode() in page]
    assert {url.partition(" ")[0] for url in pages} == {"owner", "analyst"}
