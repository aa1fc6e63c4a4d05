"""What a stranger can make the site keep or do: nothing large, and not often."""

import io

import pytest
from django.core.files import uploadhandler
from django.test import Client

PAGES = ["/find/", "/accounts/login/", "/e/spring-forum/register/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("event")
def test_no_page_takes_a_file(client: Client, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    kept: list[str] = []
    for handler in (
        uploadhandler.MemoryFileUploadHandler,
        uploadhandler.TemporaryFileUploadHandler,
    ):
        monkeypatch.setattr(
            handler, "receive_data_chunk", lambda _self, raw, _start: kept.append(raw)
        )
    sent = {"file": io.BytesIO(b"A" * 3_000_000)}
    assert client.post(page, sent).status_code == 400
    assert Client(enforce_csrf_checks=True).post(page, sent).status_code == 403
    assert kept == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("event")
def test_no_page_takes_more_than_half_a_megabyte(client: Client, page: str) -> None:
    assert client.post(page, {"code": "x" * 600_000}).status_code == 400
    form = "application/x-www-form-urlencoded"
    assert client.post(page, f"code={'x' * 600_000}", content_type=form).status_code == 400
