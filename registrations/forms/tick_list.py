"""The box into which a paper list with ticks is typed."""

from typing import Any

from django import forms

from forum.forms.fields import TextField
from registrations.paper import tick_list
from registrations.paper.tick_list import Left

_LONGEST = 20_000


class TickListForm(forms.Form):
    """Codes, as they stand on the paper."""

    use_required_attribute = False

    codes = TextField(
        label="Codes of everybody who is ticked",
        help_text="One on each line, or several with a space between. The last 4 digits will do.",
        max_length=_LONGEST,
        rows=12,
        missing="Type the code of somebody who is ticked",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    @classmethod
    def of_left(cls, left: list[Left]) -> "TickListForm":
        """The form with what nobody understood still in the box, and why under it."""
        form = cls({"codes": "\n".join(one.text for one in left)}) if left else cls()
        for one in left:
            form.add_error("codes", str(one))
        return form

    def say_too_many(self) -> None:
        self.add_error("codes", f"Type {tick_list.MOST} codes at a time, or fewer.")
