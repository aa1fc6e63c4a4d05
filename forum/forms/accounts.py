"""allauth's forms in the words of this site: no placeholders, hints where they help."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as second_step_forms
from allauth.mfa.totp import forms as app_forms
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from forum import accounts, outbox

_HINT_FOR_NEW = (
    "Use 12 characters or more. Four words that do not belong together are easy to remember."
)
_WHOLE_ADDRESS = "Type a whole email address, with an @."
_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "autocapitalize": "off"}


class _Worded(forms.Form):
    """Puts our label, hint and words for an empty answer on fields that allauth made."""

    # field: label, hint, what is said when it is empty
    words: dict[str, tuple[str, str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, empty) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = empty
            field.error_messages["invalid"] = _WHOLE_ADDRESS
            field.widget.attrs.pop("placeholder", None)


class SignIn(_Worded, account_forms.LoginForm):  # type: ignore[misc]
    words = {
        "login": ("Email address", "", "Type your email address."),
        "password": ("Password", "", "Type your password."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def clean(self) -> dict[str, Any] | None:
        """Say at the password what is wrong with the pair, so that the summary has a field."""
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("password", error)
            return self.cleaned_data


class AskForReset(_Worded, account_forms.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": ("Email address", "", "Type your email address.")}

    def clean_email(self) -> str:
        address: str = super().clean_email()
        try:
            return outbox.one_address(address)
        except outbox.AddressError as error:
            raise ValidationError(_WHOLE_ADDRESS) from error

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Queue one mail, whether or not somebody has the address."""
        address: str = self.cleaned_data["email"]
        accounts.ask_for_reset(address=address, user=next(iter(self.users), None))
        return address


class NewPassword(_Worded, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {
        "password1": ("New password", _HINT_FOR_NEW, "Type a new password."),
        "password2": ("New password again", "", "Type the new password again."),
    }


class ChangePassword(_Worded, account_forms.ChangePasswordForm):  # type: ignore[misc]
    words = {
        "oldpassword": ("Password as it is now", "", "Type your password as it is now."),
        "password1": ("New password", _HINT_FOR_NEW, "Type a new password."),
        "password2": ("New password again", "", "Type the new password again."),
    }


class PasswordAgain(_Worded, account_forms.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": ("Password", "", "Type your password.")}


class _Code(_Worded):
    words = {"code": ("Code", "Six digits from your authenticator app.", "Type the code.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(_CODE)


class _CodeOnce(_Code):
    def clean_code(self) -> str:
        """A code that was looked over the shoulder opens nothing."""
        code: str = super().clean_code()  # type: ignore[misc]
        if not accounts.use_code(self.user, code):  # type: ignore[attr-defined]
            raise accounts.SecondFactorAdapter().validation_error("incorrect_code")
        return code


class SecondStep(_CodeOnce, second_step_forms.AuthenticateForm):  # type: ignore[misc]
    words = {
        "code": (
            "Code",
            "Six digits from your authenticator app, or one of your recovery codes.",
            "Type the code.",
        )
    }


class SecondStepAgain(_CodeOnce, second_step_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class SetUpApp(_Code, app_forms.ActivateTOTPForm):  # type: ignore[misc]
    pass
