"""PostgreSQL plans once what it is asked often, and takes any number of values."""

import contextlib
import uuid

import pytest
from django.db import connection, transaction

from forum.models import Host

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL"),
]


def test_what_a_connection_asks_often_is_planned_once(host):
    for _ in range(7):
        assert Host.objects.get(pk=host.pk) == host
    assert any('FROM "forum_host" WHERE "forum_host"."id" = ' in one for one in planned())


def test_what_is_planned_is_kept_when_a_part_of_a_transaction_is_undone(host):
    for _ in range(7):
        assert Host.objects.get(pk=host.pk) == host
    before = planned()
    for _ in range(7):
        with contextlib.suppress(KeyError), transaction.atomic():
            Host.objects.filter(pk=host.pk).update(name="Another")
            raise KeyError
    assert Host.objects.get(pk=host.pk) == host
    assert before <= planned()


def planned() -> set[str]:
    """What this connection has had planned."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return {one for (one,) in cursor.fetchall()}


def test_more_values_than_go_beside_a_statement_are_taken_all_the_same(host):
    host.name = "50% of 'it'"
    host.save()
    asked = Host.objects.filter(pk__in=[host.pk, *(uuid.uuid4() for _ in range(70_000))])
    assert list(asked.filter(name="50% of 'it'")) == [host]
