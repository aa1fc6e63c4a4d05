"""Who organises: accounts, hosts and their teams; and the organisations that people come from."""

import re
import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from forum.models.base import Row


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(Row, AbstractBaseUser):
    """Somebody who works for a host. Participants have no account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="forum_user_email_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    # allauth's templates ask these of a user; rights are ours alone (forum/permissions.py).
    is_staff = False
    is_superuser = False


class Host(Row):
    """A body that organises: the tenant."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    ORGANISER = "organiser", "Organiser"
    NEEDS_LEAD = "needs_lead", "Needs lead"
    DOOR = "door", "Door"
    STAFF = "staff", "Staff"
    ANALYST = "analyst", "Analyst"


class Membership(Row):
    """One role of one person at one host; several rows give several roles."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    host = models.ForeignKey(Host, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "host", "role"], name="forum_membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="forum_membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(Row):
    """A single-use link to join a host's team. Its token is derived from the row, never stored."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=80)
    roles = models.JSONField(default=list)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} to {self.host}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and timezone.now() < self.expires_at


class Reach(models.TextChoices):
    LOCAL = "local", "Local"
    REGIONAL = "regional", "Regional"
    NATIONAL = "national", "National"
    INTERNATIONAL = "international", "International"
    UNKNOWN = "unknown", "Not known"


def name_key(name: str) -> str:
    """The name without case, accents, punctuation and repeated spaces, for matching."""
    folded = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", "", kept)).strip()[:120]


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def named(self, host: Host, name: str, *, reach: str = "unknown") -> "Organisation":
        """The host's organisation of this name (case and punctuation aside), made if new.

        A new one has this reach. A merged one answers with the organisation it was merged into.
        """
        found, _made = self.get_or_create(
            host=host,
            name_key=name_key(name) or name[:120],
            defaults={"name": name.strip(), "reach": reach},
        )
        return found.merged_into or found


class Organisation(Row):
    """A group that participants come from, as one host knows it."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="organisations")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, editable=False)
    reach = models.CharField(max_length=13, choices=Reach, default=Reach.UNKNOWN)
    region = models.CharField(max_length=60, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["host", "name_key"], name="forum_organisation_name"),
            models.CheckConstraint(
                condition=Q(reach__in=Reach.values), name="forum_organisation_reach"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name) or self.name[:120]
        super().save(*args, **kwargs)
