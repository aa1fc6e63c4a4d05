"""What is handed out for feedback lets nobody in at the door (security D24)."""

import pytest

from feedback import codes, emails
from registrations.models import CheckIn
from tests.factories import make_box, make_registration


@pytest.mark.parametrize("is_link", [True, False])
def test_a_feedback_code_is_no_ticket_and_names_nobody(client, event, door, is_link):
    make_registration(event, "Amina")
    make_box(event)
    code = codes.draw(event)
    client.force_login(door)
    typed = f"{emails.address(event)}#code={code}" if is_link else code
    page = client.get(f"/organise/events/{event.slug}/door/", {"q": typed}).content.decode()
    assert ("Not a ticket" if is_link else "Not found") in page
    assert "Amina" not in page
    assert not CheckIn.objects.exists()
