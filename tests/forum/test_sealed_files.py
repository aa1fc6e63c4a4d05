"""Files that are kept for a day, and nothing of them after it."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from forum import keys, sealed_files
from forum.models import SealedFile
from forum.sealed import UnreadableError

pytestmark = pytest.mark.django_db

SECRET = b"a list with heronsgate in it" * 50


def test_a_file_is_read_as_it_was_kept_and_its_bytes_stand_nowhere_in_the_open():
    row = sealed_files.keep(SECRET)
    held = SealedFile.objects.get(pk=row.pk)
    assert sealed_files.read(held) == SECRET
    assert b"heronsgate" not in bytes(held.content)


def test_a_file_whose_day_is_over_is_shut_and_swept_away_with_its_key(
    django_capture_on_commit_callbacks,
):
    row = sealed_files.keep(SECRET)
    later = timezone.now() + sealed_files.KEPT
    with pytest.raises(UnreadableError):
        sealed_files.read(row, now=later)
    with django_capture_on_commit_callbacks(execute=True):
        assert sealed_files.sweep(later) == 1
    assert not SealedFile.objects.exists()
    assert not keys.exists(row.pk, sealed_files.PURPOSE)


def test_a_file_moved_into_another_row_opens_no_more():
    one, other = sealed_files.keep(SECRET), sealed_files.keep(b"another")
    other.content = one.content
    with pytest.raises(UnreadableError):
        sealed_files.read(other)


def test_the_key_of_a_file_that_was_never_written_is_swept_away_once_it_is_old():
    orphan = uuid.uuid4()
    keys.make(orphan, sealed_files.PURPOSE)
    assert sealed_files.sweep() == 0
    assert sealed_files.sweep(timezone.now() + timedelta(hours=2)) == 1
    assert not keys.exists(orphan, sealed_files.PURPOSE)
