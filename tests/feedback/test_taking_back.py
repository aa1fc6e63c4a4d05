"""Taking one's words back: before the box is opened unseen, afterwards at once."""

import pytest

from feedback import ballots, closing, codes, taking_back
from feedback.models import Comment, Recap, RecapQuote, WithdrawnCode
from tests.factories import make_box, make_event, sheet


@pytest.fixture
def box(event):
    return make_box(event)


def cast(event, *sheets):
    made = codes.make(event=event, count=len(sheets))
    return [
        ballots.cast(event=event, code=code, answers=one)
        for code, one in zip(made, sheets, strict=True)
    ]


@pytest.fixture
def mine(event, box):
    """A code for words that were signed; the box is still sealed."""
    words = sheet(take_back="I call the clinic <i>first</i>", share="name", signed="Amina")
    return cast(event, words, *[sheet()] * 4)[0]


def text_of(response):
    return " ".join(response.content.decode().split())


def test_before_opening_a_code_is_kept_as_a_hash_and_its_words_are_never_written(
    client, event, box, mine
):
    response = client.post("/q/", {"code": mine.lower()})
    assert "will not be read" in text_of(response)
    assert [row.hash for row in WithdrawnCode.objects.all()] == [codes.hashed(mine)]
    closing.close(box=box)
    assert (box.ballots, Comment.objects.count()) == (5, 0)


def test_asking_twice_is_asking_once(client, mine):
    client.post("/q/", {"code": mine})
    client.post("/q/", {"code": mine})
    assert WithdrawnCode.objects.count() == 1


def test_after_opening_the_words_are_shown_to_whoever_has_the_code(client, box, mine):
    closing.close(box=box)
    page = client.post("/q/", {"code": mine}).content.decode()
    assert "I call the clinic &lt;i&gt;first&lt;/i&gt;" in page
    assert "Amina" in page
    assert mine not in page.split("<form")[0]


@pytest.mark.parametrize("share", ["words", "team"])
def test_words_can_be_shared_less_and_then_carry_no_name(client, box, mine, share):
    closing.close(box=box)
    response = client.post("/q/", {"code": mine, "share": share})
    assert response.status_code == 200
    row = Comment.objects.get()
    assert (row.share, row.signed) == (share, "")


def test_words_can_never_be_shared_more(client, box, mine):
    closing.close(box=box)
    comment = Comment.objects.get()
    taking_back.share_less(comment=comment, share="team")
    for more in ("words", "organisation", "name", "all", ""):
        client.post("/q/", {"code": mine, "share": more})
    assert Comment.objects.get().share == "team"
    with pytest.raises(ValueError, match="shared less"):
        taking_back.share_less(comment=comment, share="name")


def test_deleted_words_are_gone_from_the_recap_too(client, event, box, mine):
    closing.close(box=box)
    recap = Recap.objects.create(event=event, title="What we heard")
    RecapQuote.objects.create(recap=recap, comment=Comment.objects.get())
    response = client.post("/q/", {"code": mine, "share": "withdrawn"})
    assert "Your words are deleted" in text_of(response)
    assert (Comment.objects.count(), RecapQuote.objects.count()) == (0, 0)
    again = text_of(client.post("/q/", {"code": mine}))
    assert "We hold no words under this code" in again


def test_an_unknown_code_learns_nothing(client, box):
    closing.close(box=box)
    assert "We hold no words" in text_of(client.post("/q/", {"code": codes.new()}))
    assert WithdrawnCode.objects.count() == 0


@pytest.mark.parametrize("typed", ["", "FERN-4821", "é" * 16, "x" * 1_000])
def test_what_is_no_code_is_said_so_and_kept(client, db, typed):
    response = client.post("/q/", {"code": typed})
    assert list(response.context["form"].errors) == ["code"]
    assert response.context["form"]["code"].value() == typed


def test_a_code_for_a_ballot_opens_no_words(client, event, box):
    unused = codes.make(event=event, count=1)[0]
    closing.close(box=box)
    assert "We hold no words" in text_of(client.post("/q/", {"code": unused}))


def test_tries_are_limited(client, db, settings):
    settings.FORMS_PER_ADDRESS = 1
    make_box(make_event())
    given = {"code": codes.new()}
    assert [client.post("/q/", given).status_code for _ in range(2)] == [200, 429]
    assert WithdrawnCode.objects.count() == 1


def test_no_code_stands_in_an_address_or_a_cookie(client, box, mine):
    closing.close(box=box)
    for given in ({"code": mine}, {"code": mine, "share": "team"}):
        response = client.post("/q/", given)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store, private"
    assert set(client.cookies) <= {"csrftoken"}


def test_words_whose_box_opens_between_the_look_and_the_note_are_found(client, event, box, mine):
    """Another box is still sealed, so that the code could be kept for it and the words stay."""
    make_box(make_event())
    closing.close(box=box)
    assert not taking_back.remember(mine)
    assert WithdrawnCode.objects.count() == 0
    assert "I call the clinic" in text_of(client.post("/q/", {"code": mine}))
