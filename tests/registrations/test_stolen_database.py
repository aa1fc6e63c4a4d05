"""What a thief of the database learns: not even who asked for something (design 3.2)."""

from datetime import timedelta
from decimal import Decimal

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from forum.models import AuditEntry
from forum.models.people import Role
from registrations import accompanying, booking, needs, travel_claims
from registrations.models import Registration
from tests.factories import ask, make_member, make_registration

NEEDS = {"meals": ["halal"], "access": ["step_free"], "needs_consent": True}


def plain_rows(registration):
    """Every row about a registration without its random and sealed parts, by model."""
    found = {}
    for model in apps.get_app_config("registrations").get_models():
        links = [
            field.attname
            for field in model._meta.local_fields
            if isinstance(field, models.ForeignKey) and field.related_model is Registration
        ]
        if model is not Registration and not links:
            continue
        mine = {links[0]: registration.pk} if links else {"pk": registration.pk}
        shown = [
            field.attname
            for field in model._meta.local_fields
            if not isinstance(field, (models.UUIDField, models.BinaryField, models.DateTimeField))
            and field.attname not in {"badge_name", "email", "code", "place", *links}
        ]
        found[model.__name__] = sorted(map(repr, model.objects.filter(**mine).values(*shown)))
    return found


def test_the_rows_of_somebody_with_needs_are_those_of_somebody_without(event):
    ask(event)
    asking = make_registration(event, "Amina", **NEEDS)
    other = make_registration(event, "Bo")
    assert plain_rows(asking) == plain_rows(other)
    assert set(plain_rows(asking)) >= {"Registration", "Needs", "Consent"}


def test_nor_do_they_differ_after_a_change_or_when_all_is_erased(event):
    ask(event)
    asking, other = make_registration(event, "Amina"), make_registration(event, "Bo")
    booking.change(registration=asking, answers=NEEDS)
    booking.change(registration=other, answers={"meals": [], "access": []})
    assert plain_rows(asking) == plain_rows(other)
    booking.erase_needs(registration=asking)
    booking.erase_needs(registration=other)
    assert plain_rows(asking) == plain_rows(other)


def test_the_consent_is_sealed_with_the_answers_it_is_for(event):
    then = timezone.now() - timedelta(days=1)
    booked = make_registration(event, **NEEDS, now=then)
    consent = {"wording": "needs-1", "given_at": then.isoformat()}
    assert needs.own(booked)["consent"] == consent
    booking.change(registration=booked, answers={"meals": ["vegan"], "needs_consent": True})
    assert needs.own(booked)["consent"] == consent


def test_answers_that_ask_for_nothing_hold_no_consent(event):
    booked = make_registration(event, ill="no", interpreter="no", needs_consent=True)
    assert needs.own(booked) == {"ill": "no", "interpreter": "no"}


def everything():
    """All rows of the database as a thief sees them."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - ours
            for row in cursor.fetchall():
                yield " ".join(str(bytes(one) if hasattr(one, "tobytes") else one) for one in row)


def test_who_comes_with_whom_and_who_gets_how_much_stand_nowhere(event, host):
    ask(event)
    lead = make_member(host, Role.NEEDS_LEAD)
    given = {"accompaniment": "travel", "travel": "cash", "travel_from": "Xanadu"}
    asking = make_registration(event, "Amina", **given, needs_consent=True)
    other = make_registration(event, "Bo")
    accompanying.propose(registration=asking, companion=other, by=lead)
    accompanying.answer(registration=asking, other=other.pk, is_yes=True, phone="07700 900456")
    accompanying.answer(registration=other, other=asking.pk, is_yes=True, phone="07700 900999")
    travel_claims.approve(registration=asking, how="cash", up_to=Decimal("24.51"), by=lead)
    assert plain_rows(asking) == plain_rows(other)
    trail = AuditEntry.objects.filter(event=event, row_id__in=[asking.pk, other.pk])
    assert not trail.exists()
    rows = list(everything())
    assert any("Amina" in row for row in rows)
    for said in ("Xanadu", "24.51", "900456", "900999"):
        assert not [row for row in rows if said in row]
