"""The hosts of the demo, who works for them, and the organisations they know."""

import secrets
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from analysis.demo.organisations import ALL, NEWCOMERS
from forum import hosting, teams
from forum.management.commands.demo_sign_ins import SHARED
from forum.models import Host, Invitation, Organisation, Series, User
from forum.models.people import Role
from forum.permissions import SECOND_FACTOR


@dataclass
class Team:
    """A host and its people by role; `door` are two who take turns."""

    host: Host
    owner: User
    organiser: User
    needs_lead: User
    door: list[User] = field(default_factory=list)


class Hashed:
    """The one password of the demo, hashed once: hashing is slow on purpose."""

    def __init__(self) -> None:
        self.password = make_password(SHARED)

    def give_to(self, user: User) -> User:
        user.password = self.password
        user.save(update_fields=["password"])
        return user


def millrace(hashed: Hashed, now: datetime) -> Team:
    """The host that most of the demo belongs to, with every role."""
    host, owner = _set_up(
        "Millrace Solidarity Network", "Ifeoma Brandt", "millrace.example", hashed
    )
    contact = {
        "contact_name": "Hana Petrossian",
        "contact_email": "forum@millrace.example",
        "contact_phone": "0113 496 0417",
    }
    Host.objects.filter(pk=host.pk).update(**contact)
    host.refresh_from_db()

    def member(address: str, name: str, *roles: Role) -> User:
        return _member(host, owner, f"{address}@millrace.example", name, roles, hashed)

    team = Team(
        host,
        owner,
        organiser=member("organiser", "Tobias Wrigley", Role.ORGANISER),
        needs_lead=member("needs", "Hana Petrossian", Role.NEEDS_LEAD),
        door=[
            member("door", "Joss Akintola", Role.DOOR),
            member("door2", "Ludmila Havránková", Role.DOOR),
        ],
    )
    member("staff", "Delyth Prosser", Role.STAFF)
    member("analyst", "Ravi Sandhu-Clarke", Role.ANALYST)
    Invitation.objects.create(
        host=host,
        email="new-colleague@millrace.example",
        name="Minh Anh Trịnh",
        roles=[Role.DOOR.value],
        invited_by=owner,
        created_at=now - timedelta(days=2),
        expires_at=now + timedelta(days=5),
    )
    return team


def quayside(hashed: Hashed) -> Team:
    """A second host: it leads the workshop and sees nothing else of the first."""
    people = ("Marguerite Oyelaran", "Caspian Thwaite")
    return _small("Quayside Research Exchange", "quayside.example", people, hashed)


def northmoor(hashed: Hashed) -> Team:
    """A third host: it runs the regional summit and the festival together with the others."""
    people = ("Ottoline Mensah-Reid", "Jarek Holloway")
    return _small("Northmoor Organisers’ Assembly", "northmoor.example", people, hashed)


def _small(name: str, domain: str, people: tuple[str, str], hashed: Hashed) -> Team:
    """A host of two: one owns it, the other does everything else."""
    host, owner = _set_up(name, people[0], domain, hashed)
    both = (Role.ORGANISER, Role.NEEDS_LEAD)
    second = _member(host, owner, f"organiser@{domain}", people[1], both, hashed)
    return Team(host, owner, organiser=second, needs_lead=second, door=[second])


def series(host: Host, title: str, summary: str) -> Series:
    return Series.objects.create(host=host, title=title, slug=slugify(title), summary=summary)


def _set_up(name: str, owner: str, domain: str, hashed: Hashed) -> tuple[Host, User]:
    """A host, its owner with a second factor, and the organisations it knows already."""
    host, user = hosting.set_up(host_name=name, name=owner, email=f"owner@{domain}", password=None)
    _second_factor(hashed.give_to(user))
    for group in [*ALL, *NEWCOMERS]:
        Organisation.objects.create(
            host=host, name=group.name, reach=group.reach, region=group.region
        )
    return host, user


def _member(
    host: Host, owner: User, email: str, name: str, roles: tuple[Role, ...], hashed: Hashed
) -> User:
    user = hashed.give_to(User.objects.create_user(email=email, name=name))
    teams.change_roles(host=host, user=user, roles=roles, by=owner)
    if not SECOND_FACTOR.isdisjoint(roles):
        _second_factor(user)
    return user


def _second_factor(user: User) -> None:
    """An authenticator app, as if the person had set it up."""
    secret = b32encode(secrets.token_bytes(20)).decode()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)}
    )
