"""The pages of the codebook."""

import uuid

import pytest

from feedback import theme_counts, themes
from feedback.models import Theme
from tests.factories import make_host
from tests.feedback.words import make_past_event, make_theme, raise_theme
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.markup import assert_error_contract, assert_form_markup, page_of, text_of

pytestmark = pytest.mark.django_db
THEMES = "/organise/hosts/harbour-network/themes/"
HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }} {% now 'Y' %}"


@pytest.fixture
def reader(client, analyst):
    client.force_login(analyst)
    return client


def page(client, path=THEMES, **data):
    response = client.get(path, data)
    assert response.status_code == 200
    return text_of(page_of(response))


def test_an_empty_codebook_says_what_a_theme_is(reader):
    response = reader.get(THEMES)
    assert_form_markup(response)
    assert "No themes yet" in text_of(page_of(response))
    assert "such as legal aid" in text_of(page_of(response))


def test_themes_stand_by_name_with_how_often_they_were_raised(reader, host):
    make_theme(host, "Legal aid", "Who can get it")
    raise_theme(make_past_event(host), make_theme(host, "Housing"), 12)
    raise_theme(make_past_event(host), make_theme(host, "Money"), 3)
    said = page(reader)
    assert "Three themes" in said
    assert "Housing Not said yet 12 Legal aid Who can get it 0 Money" in said
    assert "Money Not said yet fewer than 5" in said
    assert "Two themes without a line." in said
    money = Theme.objects.get(name="Money")
    assert "Nobody has said what belongs to it." in page(reader, f"{THEMES}{money.pk}/")
    Theme.objects.update(description="Any")
    assert "without a line" not in page(reader)


def test_a_theme_is_added_and_changed(reader, host):
    response = reader.post(THEMES, {"name": "Legal aid", "description": "Any"}, follow=True)
    assert "“Legal aid” is added." in text_of(page_of(response))
    theme = Theme.objects.get(host=host)
    path = f"{THEMES}{theme.pk}/"
    assert_form_markup(reader.get(path))
    assert reader.post(path, {"name": "Legal help", "description": ""}).url == THEMES
    theme.refresh_from_db()
    assert (theme.name, theme.description) == ("Legal help", "")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 61}, "Use 60 characters or fewer. You have used 61."),
        ({"name": "legal AID"}, "There is a theme of that name already."),
        ({"name": "Money"}, "That name counts as “Legal aid” already."),
        ({"name": "a", "description": "x" * 10_000}, "Use 200 characters or fewer."),
        ({"name": "a\x00b"}, "Take out the line breaks and hidden characters."),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays(reader, host, typed, words):
    aid, money = make_theme(host, "Legal aid"), make_theme(host, "Money")
    themes.merge(theme=money, into=aid, by=None)
    other = make_theme(host, "Other")
    for path in (THEMES, f"{THEMES}{other.pk}/"):
        response = reader.post(path, typed)
        assert_error_contract(response)
        assert words in text_of(page_of(response))
        if "description" in typed:
            assert typed["description"] in response.content.decode()
    assert Theme.objects.count() == 3


def test_two_themes_are_merged_once_it_was_said_what_moves(reader, host):
    event = make_past_event(host)
    homes, housing = make_theme(host, "Homes"), make_theme(host, "Housing")
    raise_theme(event, homes, 13)
    asked = f"{THEMES}{homes.pk}/merge/"
    said = page(reader, asked, into=housing.pk)
    assert "Count Homes as Housing ?" in said
    assert "13 comments or notes move." in said
    assert themes.current(host).count() == 2
    response = reader.post(asked, {"into": housing.pk}, follow=True)
    assert "“Homes” counts as “Housing” from now on." in text_of(page_of(response))
    assert theme_counts.by_event([event])[event.pk].counts == {housing: 13}
    assert "It counts as Housing ." in page(reader, f"{THEMES}{homes.pk}/")
    merged = "What was merged Homes counts as Housing"
    for theme in (homes, housing):
        assert merged in page(reader, f"{THEMES}{theme.pk}/")
    assert ", by Ana Analyst . 13 comments or notes moved." in page(
        reader, f"{THEMES}{housing.pk}/"
    )
    assert reader.get(asked, {"into": housing.pk}).url == f"{THEMES}{homes.pk}/"


def test_a_merge_into_nothing_itself_or_elsewhere_is_refused(reader, host):
    homes, foreign = make_theme(host, "Homes"), make_theme(make_host(), "Elsewhere")
    make_theme(host, "Other")
    for into in ("", "nonsense", homes.pk, foreign.pk, uuid.uuid4()):
        for method in (reader.get, reader.post):
            response = method(f"{THEMES}{homes.pk}/merge/", {"into": into})
            assert response.status_code == 200
            assert "Choose the theme that it is" in text_of(page_of(response))
            assert "Elsewhere" not in response.content.decode()
    assert Theme.objects.filter(merged_into__isnull=False).count() == 0


def test_a_theme_of_another_host_is_not_there(reader):
    foreign = make_theme(make_host(), "Elsewhere")
    for path in (f"{THEMES}{foreign.pk}/", f"{THEMES}{foreign.pk}/merge/"):
        assert reader.get(path).status_code == 404
        assert reader.post(path, {"name": "Taken over", "into": foreign.pk}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.name == "Elsewhere"


def test_hostile_names_stay_text(reader, host):
    theme = make_theme(host, HOSTILE, HOSTILE)
    for path in (THEMES, f"{THEMES}{theme.pk}/"):
        raw = reader.get(path).content.decode()
        assert "<img src=x" not in raw
        assert HOSTILE in text_of(page_of(raw))


def test_strangers_and_other_methods_stay_out(client, reader, host, staff, stranger):
    theme = make_theme(host)
    paths = [THEMES, f"{THEMES}{theme.pk}/", f"{THEMES}{theme.pk}/merge/"]
    for path in paths:
        assert_refuses(reader, path, "PUT", "DELETE", "PATCH")
    client.force_login(staff)
    assert [client.get(path).status_code for path in paths] == [404] * 3
    for path in paths:
        assert_team_only(client, path, stranger)


def test_more_themes_cost_no_more_queries(reader, host):
    event = make_past_event(host)
    assert_same_queries(reader, THEMES, lambda: raise_theme(event, make_theme(host), 2))


def test_an_analyst_is_shown_no_page_that_they_may_not_open(reader):
    said = page(reader)
    assert "Organisations" not in said
    assert "Team" not in said
