"""Answering by the link in a mail: its code moves into the form, and out of the address bar."""

import pytest
from playwright.sync_api import Page

from feedback import codes
from feedback.models import Ballot
from tests.browser.conftest import Opener
from tests.factories import make_box

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def code(event):
    make_box(event)
    return codes.draw(event)


def send(page: Page) -> None:
    page.get_by_label("Very useful").check()
    page.get_by_role("button", name="Send my answers").click()
    assert "Thank you" in page.get_by_role("heading", level=1).inner_text()


def test_with_scripts_the_code_fills_itself_in(open_page: Opener, event, code) -> None:
    page = open_page(width=360)
    page.goto(f"/f/{event.slug}/#code={code}")
    assert page.get_by_label("Your code").input_value() == code
    assert code not in page.url
    send(page)
    assert Ballot.objects.count() == 1


def test_without_scripts_it_is_typed(open_page: Opener, event, code) -> None:
    page = open_page(width=360, scripts=False)
    page.goto(f"/f/{event.slug}/#code={code}")
    page.get_by_label("Your code").fill(code.lower().replace("-", " "))
    send(page)
    assert Ballot.objects.count() == 1
