"""Make a host and its owner: the first thing to do on a new site."""

import getpass
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from forum import hosting
from forum.forms.fields import EmailField, LineField
from forum.models import Host, User


class Command(BaseCommand):
    help = "Make a host and its owner. Asks for what is not given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", help="name of the host, such as Harbour Network")
        parser.add_argument("--name", help="name of the owner")
        parser.add_argument("--email", help="address that the owner signs in with")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
        parser.add_argument(
            "--another", action="store_true", help="make one more host beside those there are"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if Host.objects.exists() and not options["another"]:
            raise CommandError("There is a host already. Say --another to make one more.")
        host_name = _asked(
            "Name of the host", LineField(missing="Say what the host is called"), options["host"]
        )
        name = _asked(
            "Name of its owner",
            LineField(max_length=80, missing="Say who the owner is"),
            options["name"],
        )
        email = _asked("Email of the owner", EmailField(), options["email"])
        password = _password(name, email, from_stdin=options["password_stdin"])
        host, user = hosting.set_up(host_name=host_name, name=name, email=email, password=password)
        self.stdout.write(f"{host} is set up, and {user} owns it.")
        self.stdout.write(f"Sign in at {settings.SITE_URL}{reverse('account_login')}")
        self.stdout.write(
            "An owner signs in with a second factor: have an authenticator app ready, "
            "the first sign-in asks you to set it up."
        )


def _asked(words: str, field: LineField, given: str | None) -> str:
    """What was given as an option, or else is typed on the terminal, as the field keeps it."""
    try:
        typed = input(f"{words}: ") if given is None else given
        kept: str = field.clean(typed)
    except EOFError:
        raise CommandError(f"{words} is missing.") from None
    except ValidationError as error:
        raise CommandError(f"{words}: {' '.join(error.messages)}") from None
    return kept


def _password(name: str, email: str, *, from_stdin: bool) -> str | None:
    """The password of a new account; nothing for an account that is there and keeps its own."""
    if User.objects.filter(email__iexact=email).exists():
        return None
    password = sys.stdin.readline().rstrip("\n") if from_stdin else getpass.getpass()
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return password
