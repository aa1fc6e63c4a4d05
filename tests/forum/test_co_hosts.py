"""What a host that runs an event with another may touch of that other host: the event alone."""

from django.test import Client

from forum.models import Event, Host, User
from tests.factories import add_host, make_series


def test_a_co_hosts_copy_is_no_event_of_the_others_series(
    client: Client, event: Event, host: Host, organiser: User, stranger: User
) -> None:
    event.series = make_series(host, title="Casework year")
    event.save()
    add_host(event, Host.objects.get(slug="elsewhere-alliance"))
    day = {"day": "2031-05-07", "starts": "10:00"}
    for user in (stranger, organiser):
        client.force_login(user)
        assert client.post("/organise/events/new/?copy=spring-forum", day).status_code == 302
    copies = Event.objects.filter(copied_from=event)
    assert {(copy.lead_host.slug, copy.series) for copy in copies} == {
        ("elsewhere-alliance", None),
        ("harbour-network", event.series),
    }
