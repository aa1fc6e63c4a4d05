"""What every mail is made of: one line, a length, a sender, and links of our own only."""

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from forum import emails
from forum.models import Event, Message
from tests.factories import make_event, make_host

# Everything a form or an import could bring, with what breaks lines, directions and headers.
TYPED = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from('\r\n\x00\x0b\x85\u2028\u202e<>@",;:\\'),
    ),
    max_size=120,
)


def composed(event: Event, **fields: Any) -> EmailMultiAlternatives:
    """An invitation's template serves as well as any."""
    message = Message(kind="link", to="amina@example.org", row_id=event.pk, event=event)
    given_fields = {
        "subject": f"Join {event.title}",
        "template": "forum/emails/invitation.txt",
        "context": {"name": "Amina", "link": "https://ours.example/x/"},
        "links": ["https://ours.example/x/"],
        "event": event,
        **fields,
    }
    return emails.compose(message, **given_fields)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Spring\r\nforum", "Spring forum"),
        ("  a \t b\x00c ", "a b c"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("\u202eevil\u202c", "evil"),
        ("a\u00a0b", "a b"),
        ("می‌خواهم 👩‍👧", "می‌خواهم 👩‍👧"),
        ("ሰላም أمينة Żółć", "ሰላም أمينة Żółć"),
    ],
)
def test_a_line_has_no_breaks_controls_or_hidden_marks(text: str, line: str) -> None:
    assert emails.one_line(text) == line


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("Spring forum", 12, "Spring forum"),
        ("Spring forum", 11, "Spring…"),
        ("Spring, forum of the year", 9, "Spring…"),
        ("x" * 20, 10, "x" * 9 + "…"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, length: int, cut: str) -> None:
    assert emails.shortened(text, length) == cut


@given(TYPED)
def test_whatever_is_typed_a_subject_is_one_line_of_60_characters(text: str) -> None:
    subject = emails.shortened(text, 60)
    assert len(subject) <= 60
    assert not any(c in subject for c in "\r\n\x00\x0b\x85\u2028\u202e")


@pytest.mark.django_db
@given(TYPED)
@trials(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_whatever_the_title_the_head_of_a_mail_holds_one_sender_and_one_recipient(
    event: Event, title: str
) -> None:
    event.title = title
    sent = composed(event).message().as_bytes()
    head = message_from_bytes(sent, policy=policy.default)
    assert [one.addr_spec for one in head["From"].addresses] == ["convenor@localhost"]
    assert [one.addr_spec for one in head["To"].addresses] == ["amina@example.org"]
    assert set(head.keys()) == {
        *("Content-Type", "MIME-Version", "Subject", "From", "To", "Reply-To", "Date"),
        *("Message-ID", "Auto-Submitted"),
    }


@pytest.mark.django_db
def test_a_long_title_in_any_script_arrives_whole_or_cut(event: Event) -> None:
    event.title = "ملتقى العاملين في مجال دعم اللاجئين والمهاجرين في المملكة المتحدة لعام"
    sent = composed(event).message().as_bytes()
    head = message_from_bytes(sent)  # the newer parser of 3.11 adds spaces inside such names
    sender, subject = (str(make_header(decode_header(head[name]))) for name in ("From", "Subject"))
    assert sender == f"{emails.shortened(f'{event.title} via Convenor', 60)} <convenor@localhost>"
    assert subject == emails.shortened(f"Join {event.title}", 60)
    assert b"From: =?utf-8?" in sent
    assert max(len(line) for line in sent.split(b"\n\n")[0].splitlines()) <= 78


@pytest.mark.django_db
def test_an_answer_goes_to_the_event_or_else_to_its_host() -> None:
    host = make_host(contact_email="office@harbour.example")
    event = make_event(host, contact_email="forum@harbour.example")
    assert composed(event).reply_to == ["forum@harbour.example"]
    event.contact_email = ""
    assert composed(event).reply_to == ["office@harbour.example"]
    host.contact_email = ""
    host.save()
    event = Event.objects.get(pk=event.pk)
    event.contact_email = ""
    assert composed(event).reply_to == []


@pytest.mark.django_db
def test_only_a_line_that_is_a_link_of_ours_becomes_a_link(event: Event) -> None:
    evil = 'https://evil.example/"><a href="https://evil.example">'
    context = {"name": evil, "host": evil, "link": "https://ours.example/x/"}
    mail = composed(event, context=context)
    page = str(mail.alternatives[0][0])
    assert page.count("<a ") == 1
    assert re.search(r'<a href="https://ours.example/x/" style="[^"]*">Join the team</a>', page)
    assert mail.body.count("https://ours.example/x/") == 1
