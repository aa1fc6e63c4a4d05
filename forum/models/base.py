"""What every row has."""

import uuid

from django.db import models


class Row(models.Model):
    """A row with a random key: a foreign id in an address tells nothing and finds nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
