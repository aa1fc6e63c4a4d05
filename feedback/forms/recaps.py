"""The form of the recap."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from feedback import quotes, recaps
from feedback.models import Comment, Recap
from forum.forms.fields import LineField, TextField
from forum.forms.sections import SectionedForm
from forum.models import Event

_MARKDOWN = "An empty line begins a paragraph. A line that begins with - is a point of a list."


def _text(label: str, **kwargs: Any) -> TextField:
    return TextField(label=label, max_length=4000, required=False, rows=6, **kwargs)


def _line(label: str, length: int, **kwargs: Any) -> LineField:
    widget = forms.TextInput(attrs={"data-wide": ""})
    return LineField(label=label, max_length=length, widget=widget, **kwargs)


class QuotesField(forms.MultipleChoiceField):
    """Boxes with words that may be shown; what was taken back meanwhile is left out quietly."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return True


class RecapForm(SectionedForm):
    """The story, the words chosen for it, and thanks."""

    layout = [
        ("The story", [["title"], ["lead"]]),
        ("What people talked about", [["talked"]]),
        ("In their words", [["quotes"]]),
        ("What you learned", [["learned"]]),
        ("What happens next", [["happens_next"]]),
        ("With thanks", [["caterer"], ["artist"], ["facilitators"], ["funders"], ["others"]]),
    ]

    title = _line(
        "Title",
        160,
        missing="Enter a title",
        help_text="Such as: A full room, and a list of things to change",
    )
    lead = TextField(
        label="First words",
        max_length=400,
        required=False,
        help_text="Who came, and what they found. Two sentences are enough.",
        rows=3,
    )
    talked = _text("What do the themes mean?", help_text=_MARKDOWN)
    quotes = QuotesField(
        label="Which words will you show?",
        required=False,
        help_text="Only words whose writers agreed. If they take them back, they are gone at once.",
    )
    learned = _text("What did you learn?", help_text=_MARKDOWN)
    happens_next = _text("What will you do, who, and by when?", help_text=_MARKDOWN)
    caterer = _line("Who cooked?", 200, required=False)
    artist = _line("Who made art or music?", 200, required=False)
    facilitators = _line("Who led sessions?", 400, required=False)
    funders = _line("Who paid for it?", 400, required=False)
    others = _line("Who else helped?", 400, required=False)

    def __init__(
        self, data: Any = None, *, event: Event, recap: Recap | None, **kwargs: Any
    ) -> None:
        initial = {name: getattr(recap, name) for name in recaps.FIELDS} if recap else {}
        chosen = [str(pk) for pk in recaps.chosen(recap)] if recap else []
        super().__init__(data, initial={**initial, "quotes": chosen}, **kwargs)
        on_offer = {str(comment.pk): comment for comment in quotes.quotable(event)}
        # The chosen ones first, in their order: so they are shown, and so they are kept.
        self.on_offer = {pk: on_offer[pk] for pk in [*chosen, *on_offer] if pk in on_offer}
        field: Any = self.fields["quotes"]
        field.choices = [(pk, _label(comment)) for pk, comment in self.on_offer.items()]
        # Whether words were ticked that are not on offer any more.
        self.left_out = False

    def clean_quotes(self) -> list[Comment]:
        asked = set(self.cleaned_data["quotes"])
        self.left_out = bool(asked - set(self.on_offer))
        return [comment for pk, comment in self.on_offer.items() if pk in asked]

    @property
    def chosen(self) -> list[Comment]:
        """The words to show, in their order."""
        found: list[Comment] = self.cleaned_data["quotes"]
        return found

    @property
    def texts(self) -> dict[str, str]:
        """The fields of the recap itself."""
        return {name: self.cleaned_data[name] for name in recaps.FIELDS}


def _label(comment: Comment) -> SafeString:
    name = quotes.signed(comment)
    if not name:
        return format_html("<bdi>{}</bdi>", comment.text)
    return format_html(
        '<bdi>{}</bdi><br><span class="quiet">Signed <bdi>{}</bdi></span>', comment.text, name
    )
