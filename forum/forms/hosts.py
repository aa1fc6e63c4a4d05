"""The forms of a host: itself, its team, its organisations and series."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from forum import hosting
from forum.forms.fields import (
    EmailField,
    LineField,
    PhoneField,
    PickField,
    PickRowField,
    PickSeveralField,
)
from forum.forms.sections import SectionedForm
from forum.models import Host, Organisation, Series, User
from forum.models.people import Reach, Role, name_key

# What each role is for, as the person who gives it needs to know.
ROLES = [
    (Role.OWNER, "Owner: runs the team and the settings"),
    (Role.ORGANISER, "Organiser: makes events and looks after them"),
    (Role.NEEDS_LEAD, "Needs lead: sees what each person needs"),
    (Role.DOOR, "Door: checks people in"),
    (Role.STAFF, "Staff: sees who is coming, takes lists away"),
    (Role.ANALYST, "Analyst: sees results, no people"),
]
_TAKEN = "Another host here has that name. Choose one that tells the two apart."


def _roles_field(label: str) -> PickSeveralField:
    return PickSeveralField(label=label, choices=ROLES, missing="Choose at least one role")


class HostForm(SectionedForm):
    """The host's name, and the contact that its new events start with."""

    layout = [
        ("The host", [["name"]]),
        ("Contact for new events", [["contact_name"], ["contact_email"], ["contact_phone"]]),
    ]

    name = LineField(label="Name", missing="Enter a name")
    contact_name = LineField(label="Who answers", max_length=80, required=False)
    contact_email = EmailField(label="Email", required=False)
    contact_phone = PhoneField(label="Phone", required=False)

    def __init__(self, data: Any = None, *, host: Host, **kwargs: Any) -> None:
        self.host = host
        initial = {name: getattr(host, name) for name in self.base_fields}
        super().__init__(data, initial=initial, **kwargs)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.host.name and any(one != self.host for one in hosting.named(name)):
            raise forms.ValidationError(_TAKEN)
        return name


class InviteForm(SectionedForm):
    """Whom to invite, and as what."""

    layout = [("", [["name"], ["email"], ["roles"]])]

    name = LineField(label="Name", max_length=80, missing="Enter a name")
    email = EmailField(label="Email", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    roles = _roles_field("What will they do?")


class RolesForm(SectionedForm):
    """What a member does from now on."""

    layout = [("", [["roles"]])]

    roles = _roles_field("What do they do?")


class NewAccountForm(SectionedForm):
    """A name and a password, for somebody who was invited."""

    layout = [("", [["name"], ["password"]])]

    name = LineField(
        label="Your name",
        help_text="Your team sees it.",
        max_length=80,
        missing="Enter your name",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Four words that do not belong together are good.",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": "Choose a password",
            "max_length": "Use 200 characters or fewer.",
        },
    )

    def __init__(self, data: Any = None, *, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(data, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if password := data.get("password"):
            try:
                validate_password(password, User(email=self.email, name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data


class OrganisationForm(SectionedForm):
    """What is known of an organisation."""

    layout = [("", [["name"], ["reach"], ["region"]])]

    name = LineField(label="Name", missing="Enter a name")
    reach = PickField(
        label="How wide an area does it work in?", choices=Reach.choices, widget=forms.RadioSelect
    )
    region = LineField(
        label="Region", help_text="Such as: West Yorkshire", max_length=60, required=False
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, **kwargs: Any) -> None:
        self.organisation = organisation
        initial = {name: getattr(organisation, name) for name in self.base_fields}
        super().__init__(data, initial=initial, **kwargs)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = Organisation.objects.filter(
            host=self.organisation.host_id, name_key=name_key(name) or name[:120]
        )
        if same.exclude(pk=self.organisation.pk).exists():
            raise forms.ValidationError("There is one of that name already. Merge the two below.")
        return name


class MergeForm(SectionedForm):
    """The organisation that this one turns out to be."""

    layout = [("", [["into"]])]

    into = PickRowField(
        queryset=Organisation.objects.none(),
        label="It is the same as",
        missing="Choose the organisation that it is",
        empty_label="Choose one",
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        others = Organisation.objects.filter(host=organisation.host_id, merged_into=None)
        self.fields["into"].queryset = others.exclude(pk=organisation.pk)  # type: ignore[attr-defined]


class SeriesForm(SectionedForm):
    """A new series."""

    layout = [("", [["title"], ["summary"]])]

    title = LineField(label="Title", missing="Enter a title")
    summary = LineField(label="What it is about", max_length=300, required=False)

    def __init__(self, data: Any = None, *, host: Host, **kwargs: Any) -> None:
        self.host = host
        super().__init__(data, **kwargs)

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if Series.objects.filter(host=self.host, title__iexact=title).exists():
            raise forms.ValidationError("There is a series of that title already.")
        return title
