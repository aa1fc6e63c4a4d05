"""Files that people hand in: in memory only, one, from who is signed in, where a page asks."""

import io
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_POST

from forum import uploads
from forum.forms.files import TableField
from forum.models import User


class Form(forms.Form):
    table = TableField(most_rows=3)
    other = forms.CharField(required=False)


@require_POST
@uploads.takes_a_file
def takes(request: HttpRequest) -> HttpResponse:
    form = Form(request.POST, request.FILES)
    if form.is_valid():
        field = form.fields["table"]
        said = f"{form.cleaned_data['table'].headings} {field.name} {len(field.content)}"  # type: ignore[attr-defined]
        return HttpResponse(said)
    return HttpResponse(" ".join(form.errors["table"]), status=422)


@require_POST
def takes_none(request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(request.POST))


urlpatterns = [
    path("takes/", takes),
    path("none/", takes_none),
    path("", include("forum.project.urls")),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def signed_in(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def sent(client: Client, content: bytes, to: str = "/takes/", **more: Any) -> tuple[int, str]:
    file = io.BytesIO(content)
    file.name = "../Ann\u202e's.csv"
    answer = client.post(to, {"other": "x", "table": file, **more})
    return answer.status_code, answer.content.decode()


def test_a_table_is_read_and_its_bytes_are_held_for_the_next_step(signed_in: Client) -> None:
    assert sent(signed_in, b"Name,Mail\nAnn,a\n") == (200, "('Name', 'Mail') Ann's.csv 16")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"Name\nAnn\n\0\n", "Row 3, column A: a character that no text has (NUL)."),
        (b"Name\n1\n2\n3\n4\n", "Row 5, column A: a file may have 3 rows, and this is one too"),
        (b"x" * (uploads.MOST_BYTES + 1), "The file is larger than 10 MB."),
    ],
)
def test_what_cannot_be_taken_is_said_in_the_form(
    signed_in: Client, content: bytes, words: str
) -> None:
    status, said = sent(signed_in, content)
    assert (status, said[: len(words)]) == (422, words)


def test_no_file_at_all_is_said_in_the_form(signed_in: Client) -> None:
    assert signed_in.post("/takes/", {"other": "x"}).content.decode() == "Choose a file"
    assert signed_in.post("/takes/", {"table": "text"}).content.decode() == "Choose a file"


def test_a_stranger_and_a_page_that_takes_none_read_no_byte(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []
    monkeypatch.setattr(
        uploads.InMemory, "receive_data_chunk", lambda _self, raw, _start: read.append(raw)
    )
    assert sent(client, b"Name\nAnn\n")[0] == 400
    client.force_login(owner)
    assert sent(client, b"Name\nAnn\n", to="/none/")[0] == 400
    assert sent(client, b"Name\nAnn\n", second=io.BytesIO(b"x"))[0] == 400
    assert client.post("/none/", {"other": "x"}).content == b"other"
    assert read == [b"Name\nAnn\n"]


def test_nothing_is_written_to_the_disk(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("written to the disk")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    # Where Django's own files look it up, whatever `tempfile` holds by then.
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", refuse)
    monkeypatch.setattr("os.open", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    assert sent(signed_in, b"Name\n" + b"Ann\n" * 3 + b"x" * 8_000_000)[0] == 422
