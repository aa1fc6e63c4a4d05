"""The organisations that participants come from, as a host knows them."""

from typing import Any

from django.db import transaction

from forum import audit
from forum.models import Organisation, User


class MergeError(Exception):
    """An organisation cannot be merged into itself, nor into one of another host."""


@transaction.atomic
def change(*, organisation: Organisation, fields: dict[str, Any], by: User) -> None:
    """Write name, reach or region."""
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save()
    audit.record(
        deed="changed an organisation", by=by, host=organisation.host, row_id=organisation.pk
    )


@transaction.atomic
def merge(*, organisation: Organisation, into: Organisation, by: User) -> None:
    """Count the organisation as the other from here on; whoever types its name finds the other.

    The row stays, with the people who came under it. Raises MergeError.
    """
    if into.pk == organisation.pk or into.host_id != organisation.host_id or into.merged_into_id:
        raise MergeError
    Organisation.objects.filter(merged_into=organisation).update(merged_into=into)
    organisation.merged_into = into
    organisation.save(update_fields=["merged_into"])
    audit.record(deed="merged organisations", by=by, host=organisation.host, row_id=organisation.pk)
