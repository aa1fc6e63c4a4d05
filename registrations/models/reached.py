"""How somebody who booked is reached, and through whom."""

from django.db import models

from forum.models.base import Row


class ContactBy(models.TextChoices):
    EMAIL = "email", "Email"
    PHONE = "phone", "Text or phone call"
    HELPER = "helper", "Through the person helping me"
    PAGE = "page", "I will look at my booking page"


class Reached(Row):
    """The columns of a registration that say where word of it goes."""

    contact_by = models.CharField(max_length=6, choices=ContactBy, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    with_whom = models.ForeignKey(
        "registrations.Registration", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Reached through the first of those they come with, who booked for them and may open this.
    through_first = models.BooleanField(default=False)
    # Who entered this person and is written to for them; a helper has no place of their own.
    helper = models.ForeignKey(
        "registrations.Helper", models.SET_NULL, null=True, blank=True, related_name="people"
    )

    class Meta:
        abstract = True

    @property
    def is_helped(self) -> bool:
        """Whether somebody who entered this person looks after the booking."""
        return self.contact_by == ContactBy.HELPER and self.helper_id is not None

    @property
    def mail_address(self) -> str:
        """Where mails about this booking go: to the person, or to whoever is reached for them."""
        if self.contact_by == ContactBy.HELPER and self.helper:
            return self.helper.email
        if self.through_first and self.with_whom:
            return self.with_whom.mail_address
        return self.email

    @property
    def telephone(self) -> str:
        """Where to text or call about this booking: the person's number, or that of the same."""
        if self.contact_by == ContactBy.HELPER and self.helper:
            return self.phone or self.helper.phone
        if self.through_first and self.with_whom:
            return self.with_whom.telephone
        return self.phone
