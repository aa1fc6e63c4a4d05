"""The codebook: themes by name, and what becomes of two that are one."""

import pytest

from feedback import coding, theme_counts, themes
from feedback.models import Theme, ThemeTag
from feedback.models.themes import TagState
from forum.models import AuditEntry
from tests.factories import make_host
from tests.feedback.words import (
    make_comment,
    make_note,
    make_past_event,
    make_theme,
    open_box,
    raise_theme,
)

pytestmark = pytest.mark.django_db


def names(rows):
    return [row.name for row in rows]


def test_the_codebook_of_a_host_is_its_own_and_by_name(host, organiser):
    themes.add(host=host, name="Legal aid", description="Who can get it", by=organiser)
    themes.add(host=host, name="Housing", by=organiser)
    make_theme(make_host(), "Elsewhere")
    assert names(themes.current(host)) == ["Housing", "Legal aid"]
    assert [entry.deed for entry in AuditEntry.objects.filter(host=host)] == ["added a theme"] * 2


@pytest.mark.parametrize("again", ["Legal aid", "legal  AID", "Legal-aid!".replace("-", " ")])
def test_a_name_is_there_once_case_and_punctuation_aside(host, again):
    first = make_theme(host, "Legal aid")
    with pytest.raises(themes.TakenError) as taken:
        themes.add(host=host, name=again, by=None)
    assert taken.value.theme == first
    make_theme(make_host(), "Legal aid")


def test_the_name_of_a_merged_theme_leads_to_where_it_went(host):
    aid, money = make_theme(host, "Legal aid"), make_theme(host, "Money")
    themes.merge(theme=aid, into=money, by=None)
    with pytest.raises(themes.TakenError) as taken:
        themes.add(host=host, name="Legal aid", by=None)
    assert taken.value.theme == money


def test_a_theme_can_be_called_something_else(host, organiser):
    theme = make_theme(host, "Legal aid")
    themes.change(theme=theme, name="Legal help", description="Any", by=organiser)
    theme.refresh_from_db()
    assert (theme.name, theme.name_key, theme.description) == ("Legal help", "legal help", "Any")
    themes.change(theme=theme, name="LEGAL HELP", description="", by=organiser)
    make_theme(host, "Housing")
    with pytest.raises(themes.TakenError):
        themes.change(theme=theme, name="housing", description="", by=organiser)


def test_merging_moves_every_word_once(host, organiser):
    event = make_past_event(host)
    open_box(event)
    housing, homes, other = (make_theme(host, name) for name in ("Housing", "Homes", "Other"))
    both, one, note = make_comment(event), make_comment(event), make_note(event)
    coding.code(item=both, themes=[housing, homes, other], by=organiser)
    coding.code(item=one, themes=[homes], by=organiser)
    coding.code(item=note, themes=[homes], by=organiser)
    assert themes.merge(theme=homes, into=housing, by=organiser) == 3
    counts = theme_counts.by_event([event])[event.pk]
    assert {theme.name: count for theme, count in counts.counts.items()} == {
        "Housing": 3,
        "Other": 1,
    }
    homes.refresh_from_db()
    assert homes.merged_into == housing
    assert names(themes.current(host)) == ["Housing", "Other"]
    assert AuditEntry.objects.get(deed="merged themes").count == 3
    for theme in (homes, housing):
        [merge] = themes.merges(theme)
        assert (merge.theme, merge.into, merge.by) == (homes, housing, organiser)
        assert merge.moved == 3


def test_what_was_only_suggested_for_one_is_sure_when_the_other_was(host):
    event = make_past_event(host)
    housing, homes = make_theme(host, "Housing"), make_theme(host, "Homes")
    [comment] = raise_theme(event, homes, 1)
    ThemeTag.objects.create(theme=housing, comment=comment, state=TagState.SUGGESTED)
    themes.merge(theme=homes, into=housing, by=None)
    assert [(tag.theme, tag.state) for tag in ThemeTag.objects.all()] == [
        (housing, TagState.CONFIRMED)
    ]


def test_a_chain_of_merges_leads_to_its_end(host):
    first, second, third = (make_theme(host, name) for name in ("A", "B", "C"))
    themes.merge(theme=first, into=second, by=None)
    themes.merge(theme=second, into=third, by=None)
    assert themes.resolve(host, [first, second, third]) == [third]
    other = make_theme(host, "D")
    themes.merge(theme=other, into=first, by=None)
    other.refresh_from_db()
    assert other.merged_into == third


def test_no_theme_goes_into_itself_or_round_in_a_circle(host):
    first, second = make_theme(host, "A"), make_theme(host, "B")
    with pytest.raises(themes.MergeError):
        themes.merge(theme=first, into=first, by=None)
    themes.merge(theme=first, into=second, by=None)
    with pytest.raises(themes.MergeError):
        themes.merge(theme=second, into=first, by=None)
    third = make_theme(host, "C")
    with pytest.raises(themes.MergeError):
        themes.merge(theme=first, into=third, by=None)
    assert themes.merge(theme=first, into=second, by=None) == 0
    assert names(themes.current(host)) == ["B", "C"]


def test_a_theme_of_another_host_is_refused(host):
    foreign = make_theme(make_host(), "Elsewhere")
    theme = make_theme(host, "Housing")
    with pytest.raises(themes.MergeError):
        themes.merge(theme=theme, into=foreign, by=None)
    with pytest.raises(themes.ForeignThemeError):
        themes.resolve(host, [foreign])
    assert Theme.objects.filter(merged_into__isnull=False).count() == 0


def test_uses_count_only_what_somebody_confirmed(host):
    event = make_past_event(host)
    theme = make_theme(host, "Housing")
    raise_theme(event, theme, 2)
    ThemeTag.objects.create(theme=theme, comment=make_comment(event), state=TagState.SUGGESTED)
    assert [(row.name, row.uses) for row in themes.with_uses(host)] == [("Housing", 2)]
