"""The link in each mail to the list: it shows what is held, and ends it."""

from django.urls import reverse

from registrations import tickets
from registrations.models import Subscriber


def stay_path(subscriber: Subscriber) -> str:
    """Address of the page that says what is held and ends it with one press."""
    return reverse("registrations:stay", args=[tickets.token(subscriber.id, "stay")])


def leave_path(subscriber: Subscriber) -> str:
    """Address that a mail program posts to, for a press on its own button (RFC 8058)."""
    return reverse("registrations:leave_by_mail", args=[tickets.token(subscriber.id, "stay")])


def is_ours(token: str) -> bool:
    """Whether we gave this link out, also when what it led to is gone."""
    return tickets.unborn(token, "stay") is not None


def find(token: str) -> Subscriber | None:
    """Who stands behind a link, with the host; None for one that is cut, made up or left."""
    if (pk := tickets.unborn(token, "stay")) is None:
        return None
    found: Subscriber | None = Subscriber.objects.select_related("host").filter(pk=pk).first()
    return found
