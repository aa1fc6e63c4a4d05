"""The sealed field: one length for all, bound to its place, shut without its key (K4, K6)."""

import base64
import time
import uuid
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, transaction

from forum import keys, sealed
from registrations.models import Needs, Registration
from tests.factories import make_event, make_registration

EVENT, ROW = uuid.uuid4(), uuid.uuid4()
PLACE = {"event_id": EVENT, "row_id": ROW, "field": "app.Model.field", "purpose": "needs"}
STORED = 1 + 12 + 4096 + 16


@pytest.fixture(autouse=True, params=[1, 2], ids=["first key", "second key"])
def key(request):
    """Everything holds for values sealed with a first key and with one that followed it."""
    keys.make(EVENT, "needs")
    if request.param == 2:
        keys.renew(EVENT, "needs")
    return request.param


def stored(row: Needs) -> bytes:
    """What stands in the database, without the field in between."""
    with connection.cursor() as cursor:
        key = str(row.pk) if connection.vendor == "postgresql" else row.pk.hex
        cursor.execute("SELECT answers FROM registrations_needs WHERE registration_id = %s", [key])
        return bytes(cursor.fetchone()[0])


def store(row: Needs, raw: bytes) -> Needs:
    """Put bytes into the database as somebody would who has stolen it; the row as it is read."""
    with connection.cursor() as cursor:
        key = str(row.pk) if connection.vendor == "postgresql" else row.pk.hex
        cursor.execute(
            "UPDATE registrations_needs SET answers = %s WHERE registration_id = %s", [raw, key]
        )
    return Needs.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    "value", [{}, {"a": ["b", 1, None, True]}, {"name": "أمينة ⚕ é"}, {"x": "\x80\x00"}, [], ""]
)
def test_what_was_sealed_is_opened_as_it_was(value):
    assert sealed.unseal(sealed.seal(value, **PLACE), **PLACE) == value


def test_every_sealed_value_has_one_length():
    """K6: nobody sees from outside who asked for much, for little or for nothing."""
    values: list[Any] = [{}, {"meals": ["vegan"]}, {"access_other": "x" * 4000}]
    assert {len(sealed.seal(value, **PLACE)) for value in values} == {STORED}
    assert len(sealed.noise()) == STORED


def test_the_same_value_never_looks_the_same_and_holds_no_time(key):
    """K6: a random nonce and random bytes; nothing in front but the version."""
    first, second = (sealed.seal({}, **PLACE) for _ in range(2))
    same = sum(a == b for a, b in zip(first, second, strict=True))
    assert first[0] == second[0] == key
    assert same < len(first) / 64
    now = int(time.time())
    for seconds in range(now - 5, now + 5):
        assert seconds.to_bytes(4, "big") not in first[:13]


def test_the_largest_value_fits_and_one_byte_more_is_refused():
    fits = {"x": "y" * (4095 - len('{"x":""}'))}
    assert sealed.size(fits) == 4095
    assert sealed.fits(fits)
    assert sealed.unseal(sealed.seal(fits, **PLACE), **PLACE) == fits
    too_long = {"x": fits["x"] + "y"}
    assert not sealed.fits(too_long)
    with pytest.raises(sealed.TooLongError):
        sealed.seal(too_long, **PLACE)


@pytest.mark.parametrize("name", ["event_id", "row_id", "field"])
def test_a_value_moved_elsewhere_does_not_open(name):
    """K4: to another event with the same key, another row, another column."""
    elsewhere = {**PLACE, name: "app.Model.other" if name == "field" else uuid.uuid4()}
    if name == "event_id":
        folder = keys.path_of(elsewhere["event_id"], "needs").parent
        folder.mkdir()
        for path in keys.path_of(EVENT, "needs").parent.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
    with pytest.raises(sealed.UnreadableError):
        sealed.unseal(sealed.seal({"a": 1}, **PLACE), **elsewhere)


@pytest.mark.parametrize("byte", [0, 1, 12, 13, 500, STORED - 1])
def test_one_flipped_bit_is_noticed(byte):
    """K4."""
    held = bytearray(sealed.seal({"a": 1}, **PLACE))
    held[byte] ^= 1
    with pytest.raises(sealed.UnreadableError):
        sealed.unseal(bytes(held), **PLACE)


def test_a_value_does_not_open_by_another_version_of_its_key(key):
    """K4: the version is bound to the value, also when one key lies under two names."""
    held = bytearray(sealed.seal({"a": 1}, **PLACE))
    other = keys.path_of(EVENT, "needs", 7)
    other.write_bytes(keys.path_of(EVENT, "needs", key).read_bytes())
    held[0] = 7
    with pytest.raises(sealed.UnreadableError):
        sealed.unseal(bytes(held), **PLACE)


def test_what_was_sealed_by_the_first_key_opens_beside_a_second():
    held = sealed.seal({"a": 1}, **PLACE)
    keys.renew(EVENT, "needs")
    assert sealed.unseal(held, **PLACE) == {"a": 1}
    assert len(sealed.renewed(held, **PLACE)) == len(held) == STORED
    keys.path_of(EVENT, "needs", sealed.renewed(held, **PLACE)[0]).write_bytes(b"cut")
    assert sealed.seal({}, **PLACE)[0] == held[0], "the newest whole one seals"


@pytest.mark.parametrize("length", [0, 1, 5, 13, 28, 29, STORED - 1])
def test_a_value_that_was_cut_is_noticed(length):
    with pytest.raises(sealed.UnreadableError):
        sealed.unseal(sealed.seal({"a": 1}, **PLACE)[:length], **PLACE)


def test_noise_opens_with_no_key():
    held = sealed.seal({}, **PLACE)
    assert sealed.noise(like=held)[0] == held[0]
    for noise in (sealed.noise(), sealed.noise(like=held), sealed.noise(like={"plain": 1})):
        with pytest.raises(sealed.UnreadableError):
            sealed.unseal(noise, **PLACE)


def test_another_key_in_the_place_of_a_lost_one_opens_nothing():
    held = sealed.seal({"a": 1}, **PLACE)
    keys.destroy(EVENT, "needs")
    with pytest.raises(sealed.UnreadableError, match="no needs key"):
        sealed.unseal(held, **PLACE)
    with pytest.raises(keys.KeyUnavailableError):
        sealed.seal({"a": 1}, **PLACE)
    keys.make(EVENT, "needs")
    with pytest.raises(sealed.UnreadableError):
        sealed.unseal(held, **PLACE)


def needs_of(event, name: str = "Amina", **given: Any) -> Needs:
    held: Needs = make_registration(event, name, **given).needs
    return Needs.objects.get(pk=held.pk)


VEGAN = {"meals": ["vegan"], "needs_consent": True}


def test_a_row_is_stored_sealed_and_read_open(event):
    row = needs_of(event, **VEGAN)
    assert row.answers["meals"] == ["vegan"]
    assert len(stored(row)) == STORED
    assert b"vegan" not in stored(row)


def test_saving_an_unchanged_row_seals_nothing_anew(event):
    row = needs_of(event, **VEGAN)
    before = stored(row)
    row.save()
    assert stored(row) == before


def test_two_rows_swapped_in_the_database_are_both_refused(event):
    """K4."""
    one, two = needs_of(event, **VEGAN), needs_of(event, "Bo")
    first, second = stored(one), stored(two)
    for row in (store(one, second), store(two, first)):
        with pytest.raises(sealed.UnreadableError):
            row.answers  # noqa: B018 - reading opens
    assert store(one, first).answers["meals"] == ["vegan"]


def test_a_row_of_another_event_is_refused(event):
    """K4."""
    here, there = needs_of(event, **VEGAN), needs_of(make_event())
    with pytest.raises(sealed.UnreadableError):
        store(there, stored(here)).answers  # noqa: B018


def test_without_the_key_rows_are_listed_saved_and_deleted_all_the_same(event):
    row = needs_of(event, **VEGAN)
    before = stored(row)
    keys.destroy(event.id, "needs")
    [found] = Needs.objects.select_related("registration")
    found.save()
    assert stored(row) == before
    with pytest.raises(sealed.UnreadableError):
        found.answers  # noqa: B018
    found.registration.delete()
    assert Registration.objects.count() == 0


def test_a_row_read_without_its_answers_fetches_them_when_they_are_asked_for(
    event, django_assert_num_queries
):
    pk = needs_of(event, **VEGAN).pk
    row = Needs.objects.defer("answers").get(pk=pk)
    with django_assert_num_queries(1):
        assert row.answers["meals"] == ["vegan"]
        assert row.answers["meals"] == ["vegan"]


def test_it_cannot_be_searched(event):
    needs_of(event, **VEGAN)
    for lookup in ("answers", "answers__contains", "answers__meals", "answers__in"):
        with pytest.raises(FieldError):
            Needs.objects.filter(**{lookup: "vegan"}).exists()


def test_no_plain_value_gets_past_the_seal(event):
    pk = needs_of(event).pk
    for value in ({"meals": ["vegan"]}, "vegan"):
        with pytest.raises(TypeError), transaction.atomic():
            Needs.objects.filter(pk=pk).update(answers=value)
    assert Needs.objects.get(pk=pk).answers == {}


def test_many_rows_are_sealed_too(event):
    rows = [make_registration(event, name) for name in ("Bo", "Cy")]
    Needs.objects.all().delete()
    Needs.objects.bulk_create(
        [Needs(registration=row, event=event, answers={"access": ["parking"]}) for row in rows]
    )
    assert [row.answers for row in Needs.objects.all()] == [{"access": ["parking"]}] * 2
    assert {len(stored(row)) for row in Needs.objects.all()} == {STORED}


def test_values_are_handed_out_sealed(event):
    needs_of(event, **VEGAN)
    [held] = Needs.objects.values_list("answers", flat=True)
    assert base64.b64encode(b"vegan")[:-3] not in base64.b64encode(bytes(held))
    assert len(bytes(held)) == STORED


def test_it_is_not_written_into_fixtures(event):
    needs_of(event, **VEGAN)
    with pytest.raises(TypeError):
        serializers.serialize("json", Needs.objects.all())
