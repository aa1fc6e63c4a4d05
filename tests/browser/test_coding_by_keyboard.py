"""Reading for themes without a pointer: by number keys, and by Tab and Space without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from feedback import theme_counts
from feedback.models import Comment, Theme, ThemeTag
from forum.models import Event, Host, User
from tests.browser.conftest import Opener
from tests.feedback.words import make_comment, make_past_event, make_theme, open_box

pytestmark = pytest.mark.django_db(transaction=True)
CODING = "/organise/events/past-forum/answers/coding/"


@pytest.fixture
def past(host: Host) -> Event:
    event = make_past_event(host, title="Past forum", slug="past-forum")
    open_box(event)
    for name in ("Housing", "Legal aid"):
        make_theme(host, name)
    for _ in range(3):
        make_comment(event)
    return event


def raised(event: Event) -> dict[str, int]:
    counts = theme_counts.by_event([event])[event.pk].counts
    return {theme.name: count for theme, count in counts.items()}


def test_number_keys_tick_and_keep(
    page: Page, sign_in_to: Callable[[Page, User], Page], past: Event, organiser: User
) -> None:
    sign_in_to(page, organiser).goto(CODING)
    page.keyboard.press("2")
    expect(page.get_by_role("checkbox", name="Legal aid")).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("0")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 3 read")
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("1")
    with page.expect_navigation():
        page.keyboard.press("0")
    assert raised(past) == {"Legal aid": 2}


def test_letters_take_what_is_suggested_and_what_was_kept_is_taken_back(
    page: Page, sign_in_to: Callable[[Page, User], Page], past: Event, organiser: User
) -> None:
    aid = Theme.objects.get(name="Legal aid")
    for comment in Comment.objects.all():
        ThemeTag.objects.create(theme=aid, comment=comment, state="suggested", probability=0.9)
    sign_in_to(page, organiser).goto(CODING)
    words = page.locator("blockquote").inner_text()
    expect(page.get_by_role("checkbox", name="Legal aid likely")).not_to_be_checked()
    page.keyboard.press("a")
    expect(page.get_by_role("checkbox", name="Legal aid likely")).to_be_checked()
    for key, read in (("0", 1), ("n", 2), ("u", 1), ("u", 0)):
        with page.expect_navigation():
            page.keyboard.press(key)
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{read} of 3 read")
    expect(page.locator("blockquote")).to_have_text(words)
    expect(page.get_by_role("checkbox", name="Legal aid likely")).not_to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("s")
    expect(page.locator("blockquote")).not_to_have_text(words)
    assert raised(past) == {}


def test_number_keys_can_be_turned_off_and_leave_typing_alone(
    page: Page, sign_in_to: Callable[[Page, User], Page], past: Event, organiser: User
) -> None:
    sign_in_to(page, organiser).goto(CODING)
    page.get_by_text("Add a theme that is not here").click()
    page.get_by_label("Name of the theme").press_sequentially("Section 21")
    expect(page.get_by_label("Name of the theme")).to_have_value("Section 21")
    page.get_by_role("button", name="Turn the keys off").click()
    page.keyboard.press("1")
    expect(page.get_by_role("checkbox", name="Housing")).not_to_be_checked()
    page.goto(CODING)
    page.keyboard.press("1")
    expect(page.get_by_role("checkbox", name="Housing")).not_to_be_checked()
    page.get_by_role("button", name="Turn them on").click()
    page.keyboard.press("1")
    expect(page.get_by_role("checkbox", name="Housing")).to_be_checked()


def test_without_scripts_tab_and_space_and_enter_are_enough(
    open_page: Opener, sign_in_to: Callable[[Page, User], Page], past: Event, organiser: User
) -> None:
    page = sign_in_to(open_page(scripts=False), organiser)
    page.goto(CODING)
    expect(page.get_by_text("tick the first nine themes")).to_be_hidden()
    page.get_by_role("checkbox", name="Housing").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 3 read")
    page.get_by_role("button", name="No theme fits").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 3 read")
    assert raised(past) == {"Housing": 1}
    assert Comment.objects.filter(is_coded=True).count() == 2
