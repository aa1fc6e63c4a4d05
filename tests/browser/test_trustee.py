"""A trustee finds in three clicks how a forum's attendance and its largest themes moved."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from forum.models import Host, User
from tests.browser.conftest import SignIn, press
from tests.factories import make_event, make_figures, make_series
from tests.world import raised

pytestmark = pytest.mark.django_db(transaction=True)

CAME = {2023: 40, 2024: 66, 2025: 92}
THEMES = {
    "Legal aid": (20, 21, 22),
    "Housing": (10, 16, 30),
    "Interpreting": (15, 9, 6),
    "Childcare": (5, 5, 5),
}


@pytest.fixture
def three_years(transactional_db: None, host: Host) -> None:
    """Three casework forums, and between them a training that must not get into the answer."""
    series = make_series(host, title="Casework forums", slug="casework-forums")
    for number, (year, came) in enumerate(CAME.items()):
        event = make_event(
            host,
            title="Casework forum",
            slug=f"casework-forum-{year}",
            series=series,
            starts_at=datetime(year, 6, 7, 10, tzinfo=UTC),
        )
        make_figures(event, booked=came + 10, confirmed=came + 10, came=came)
        raised(event, {name: counts[number] for name, counts in THEMES.items()}, base=50)
    training = make_event(
        host, title="Training", kind="training", starts_at=datetime(2024, 9, 4, 10, tzinfo=UTC)
    )
    make_figures(training, booked=200, confirmed=200, came=200)
    raised(training, {"Badges": 45}, base=50)


def test_three_clicks_tell_how_three_years_went(
    page: Page, sign_in_to: SignIn, analyst: User, three_years: None
) -> None:
    # Words and tables tell it all, as they do to who cannot see the pictures.
    page.route("**/charts/*.svg*", lambda route: route.fulfill(content_type="image/svg+xml"))
    sign_in_to(page, analyst).goto("/organise/")
    press(page, "Analysis", "link")
    page.get_by_label("Events", exact=True).select_option(label="Casework forums")
    press(page, "Show")
    growth = "Attendance at Casework forums rose from 40 to 92 in two years"
    expect(page.get_by_role("heading", name=growth)).to_be_visible()
    moved = page.locator("section.finding", has=page.get_by_role("img", name="Housing"))
    moved = moved.filter(has_text="Housing rose since 2023, from 10 of 50 to 30 of 50").first
    moved.get_by_text("The numbers as a table").click()
    rows = moved.get_by_role("table").get_by_role("row")
    told = [row.inner_text().split("\t") for row in rows.all()]
    assert [row[0] for row in told[1:4]] == ["Legal aid", "Housing", "Interpreting"]
    assert [row[1:] for row in told[1:4]] == [
        [str(count) for count in THEMES[row[0]]] for row in told[1:4]
    ]
    expect(page.get_by_text("Badges")).to_have_count(0)
