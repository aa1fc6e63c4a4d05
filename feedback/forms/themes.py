"""The forms of the codebook and of reading words for themes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from feedback import suggesting, themes
from feedback.models import Theme
from feedback.reading_together import Words
from forum.forms.fields import LineField, PickRowField
from forum.forms.sections import SectionedForm
from forum.models import Host

_NAME = "Name of the theme"
# The key of each suggestion; numbers belong to the themes by name.
LETTERS = "abc"


def _line(label: str, length: int, **kwargs: Any) -> LineField:
    """A line without what browsers remember of other forms."""
    wide = {"data-wide": ""} if length > 100 else {}
    widget = forms.TextInput(attrs={"autocomplete": "off", **wide})
    return LineField(label=label, max_length=length, widget=widget, **kwargs)


def taken_words(error: themes.TakenError, typed: str) -> str:
    """What to say of a name that is there already."""
    if error.theme.name.casefold() == typed.casefold():
        return "There is a theme of that name already."
    return f"That name counts as “{error.theme.name}” already."


class ThemeForm(SectionedForm):
    """A theme's name, and one line that says what belongs to it."""

    layout = [("", [["name"], ["description"]])]

    name = _line(_NAME, 60, missing="Enter a name", help_text="Two or three words.")
    description = _line(
        "What belongs to it",
        200,
        required=False,
        help_text="One line. Whoever reads words later decides by it.",
    )

    def __init__(self, data: Any = None, *, theme: Theme | None = None, **kwargs: Any) -> None:
        initial = {"name": theme.name, "description": theme.description} if theme else {}
        super().__init__(data, initial=initial, **kwargs)


class MergeForm(SectionedForm):
    """The theme that this one turns out to be."""

    layout = [("", [["into"]])]

    into = PickRowField(
        queryset=Theme.objects.none(),
        label="It is the same as",
        missing="Choose the theme that it is",
        empty_label="Choose one",
    )

    def __init__(self, data: Any = None, *, theme: Theme, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        others = themes.current(theme.host).exclude(pk=theme.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class ThemesField(forms.ModelMultipleChoiceField):
    """Boxes with themes; every refusal in words of ours, also of what is no key at all."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        if self.required and not value:
            raise forms.ValidationError("Tick at least one theme, or choose “No theme fits”.")
        try:
            return super().clean(value)
        except forms.ValidationError:
            raise forms.ValidationError("Choose from these themes.") from None


class CodingForm(forms.Form):
    """Which themes one comment or note raises; one that is not there yet can be added.

    `book` is the codebook where the page has it already. Themes that are offered stand first,
    never ticked. A theme that was merged while the page was open is taken: the deed knows where
    it went.
    """

    use_required_attribute = False

    themes = ThemesField(queryset=Theme.objects.none(), label="Which themes does it raise?")
    name = _line(_NAME, 60, required=False)
    description = _line("What belongs to it, in one line", 200, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        host: Host,
        book: Iterable[Theme] | None = None,
        chosen: Any = (),
        offered: Iterable[tuple[Theme, float]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, initial={"themes": list(chosen)}, **kwargs)
        field: Any = self.fields["themes"]
        field.required = not self.says_none and not self.data.get("name")
        field.queryset = Theme.objects.filter(host=host)
        self.current = list(themes.current(host) if book is None else book)
        known = set(self.current)
        self.offers = [pair for pair in offered if pair[0] in known][: len(LETTERS)]
        field.widget.choices = self._choices()

    def _choices(self) -> list[Any]:
        """Every current theme once; its number is its place by name, wherever it stands."""
        number = {theme.pk: at for at, theme in enumerate(self.current, start=1)}
        first = [
            (theme.pk, _label(theme, number[theme.pk], letter, _strength(sure)))
            for letter, (theme, sure) in zip(LETTERS, self.offers, strict=False)
        ]
        taken = {pk for pk, _words in first}
        others = [
            (theme.pk, _label(theme, number[theme.pk]))
            for theme in self.current
            if theme.pk not in taken
        ]
        if not first:
            return others
        groups = [("Suggested, for you to decide", first), ("All other themes", others)]
        return [(name, choices) for name, choices in groups if choices]

    @property
    def last_letter(self) -> str:
        """The key of the last suggestion."""
        return LETTERS[len(self.offers) - 1]

    @property
    def adds_one(self) -> bool:
        """Whether a new theme was begun, so that its fields stand open."""
        return any(self.data.get(name) for name in ("name", "description"))

    @property
    def says_none(self) -> bool:
        """Whether the button "No theme fits" was pressed."""
        return "none" in self.data

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("description") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter a name for the new theme")
        return data


class TogetherForm(forms.Form):
    """Which of several words raise one theme; each box holds the key and what was seen."""

    use_required_attribute = False

    words = forms.MultipleChoiceField(
        label="The likeliest unread words",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick those that raise it, or read them one by one."},
    )

    def __init__(self, data: Any = None, *, rows: Iterable[Words], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["words"]
        field.choices = [(words.value, _text_of(words)) for words in rows]
        # Whether they are there still is known when they are kept.
        field.valid_value = lambda value: bool(value)

    @property
    def ticked(self) -> dict[str, str]:
        """What the reader saw, by the keys of the words."""
        pairs = (value.partition(":") for value in self.cleaned_data["words"])
        return {key: seen for key, _colon, seen in pairs}


def _text_of(words: Words) -> SafeString:
    """The words whole, how sure, and what else was suggested."""
    besides = format_html_join(", ", "<bdi>{}</bdi>", ((name,) for name in words.besides))
    also = format_html("; also suggested: {}", besides) if words.besides else ""
    strength = "Likely" if words.is_likely else "Maybe"
    return format_html(
        '<span dir="auto">{}</span><br><span class="quiet">{}{}</span>',
        words.item.text,
        strength,
        also,
    )


def _strength(sure: float) -> str:
    return "likely" if sure >= suggesting.LIKELY else "maybe"


def _label(theme: Theme, number: int, letter: str = "", strength: str = "") -> SafeString:
    """The name, how sure a suggestion is, what belongs to it; and its keys, for the script."""
    parts = [
        format_html('<bdi data-number="{}" data-letter="{}">{}</bdi>', number, letter, theme.name)
    ]
    if strength:
        parts.append(format_html(' <span class="quiet">{}</span>', strength))
    if theme.description:
        parts.append(format_html('<br><bdi class="quiet">{}</bdi>', theme.description))
    return format_html_join("", "{}", ((part,) for part in parts))
