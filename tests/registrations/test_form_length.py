"""How long a form takes: requests of a short one, queries of the last button of a full one."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from registrations import booking, drafts, tickets
from registrations.models import OwnAnswer, Registration
from tests.factories import answers, ask, ask_own
from tests.page_forms import read_forms


def test_a_short_form_with_own_questions_is_booked_in_three_requests(client, event):
    """At most four from the event page to the confirmation (performance 5)."""
    ask(event, "photo", "contacts", "news")
    question = ask_own(event)
    start = "/e/spring-forum/register/"
    requests = [client.get("/e/spring-forum/"), client.get(start)]
    given = read_forms(requests[-1].content.decode())[0].as_it_stands()
    given |= {"name": "Amina", "contact_by": "page", "agree": "on"}
    given[f"own-{question.pk}"] = "A cake"
    requests.append(client.post(start, given))
    requests.append(client.get(requests[-1].headers["Location"]))
    assert [response.status_code for response in requests] == [200, 200, 302, 200]
    assert Registration.objects.get().has_a_place
    assert OwnAnswer.objects.get().value == "A cake"


def test_the_last_button_of_a_full_form_costs_few_queries(client, event):
    """At most 25 (performance 5), with every question and three of the team's own."""
    ask(event)
    way = ask_own(event, "How do you come?", kind="several", options=["Bus", "Train"])
    line = ask_own(event, "Which line?", asked_after=way, asked_if=["Bus"])
    doses = ask_own(event, "How many breaks?", kind="number", is_sensitive=True)
    draft = booking.start(event=event)
    drafts.save(
        registration=draft,
        answers=answers(
            coming_as="staff",
            organisation="Harbour Lights",
            reach="local",
            photo="yes",
            photo_uses=["report"],
            contact_list=["name"],
            news=True,
            meals=["vegan"],
            childcare="yes",
            children={"under_2": 1},
            own_open={str(way.pk): ["Bus"], str(line.pk): "72"},
            own={str(doses.pk): 4},
            needs_consent=True,
        ),
    )
    with CaptureQueriesContext(connection) as queries:
        response = client.post(tickets.draft_path(draft, "check"), {"expects": "place"})
    assert response.headers["Location"].endswith("/done/")
    counted = [one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(counted) <= 25, "\n".join(one["sql"][:150] for one in counted)
