"""Forms that say what is wrong: the summary of errors and the word in the page's title."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import template
from django.conf import settings
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField

from forum.by_hand import opened

register = template.Library()

# `{% load forms %}` is all that a page with a form loads.
register.filter("crispy", as_crispy_form)


# How the id ends of the place where faults of a form as a whole are shown.
_TOP = "-top"


class Fault(NamedTuple):
    """One thing to mend: the words, and the id of the control to go to."""

    words: str
    target: str


@register.inclusion_tag("_error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet | None) -> dict[str, Any]:
    """The panel above the heading: one link to the control for each answer to mend.

    Where no answer is wrong but something else is, it says first that nothing is done yet.
    """
    faults = [fault for form in forms if form is not None for fault in _faults(form)]
    of_answers = [fault for fault in faults if not fault.target.endswith(_TOP)]
    return {"faults": faults, "is_about_answers": bool(of_answers)}


@register.inclusion_tag("_error_summary.html")
def error_summary_of(forms: Iterable[BaseForm]) -> dict[str, Any]:
    """The same for a page that has its forms in a list."""
    return error_summary(*forms)


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """`Error: ` when the page's `form`, or one of its `forms`, came back to be mended."""
    forms = [context.get("form"), *(context.get("forms") or [])]
    return "Error: " if any(getattr(form, "errors", None) for form in forms) else ""


@register.inclusion_tag("_by_hand.html", takes_context=True)
def by_hand(context: template.Context, seconds: int | None = None) -> dict[str, str]:
    """What a form of strangers holds for `forum.by_hand`; a page with nothing to type takes 0."""
    if not settings.FORM_SECONDS:
        return {"opened": ""}
    wait = settings.FORM_SECONDS if seconds is None else seconds
    return {"opened": opened(context["request"], wait)}


@register.filter
def top_of(form: BaseForm) -> str:
    """The id of the place where faults of the form as a whole are shown."""
    return f"{form.prefix or 'form'}{_TOP}"


@register.filter
def is_long(choices: Any) -> bool:
    """Whether so many boxes are better read in two columns."""
    return len(list(choices)) > 7


def _faults(form: BaseForm | BaseFormSet) -> Iterator[Fault]:
    if isinstance(form, BaseFormSet):
        for each in form.forms:
            yield from _faults(each)
        return
    if not form.is_bound:
        return
    for words in form.non_field_errors():
        yield Fault(str(words), top_of(form))
    for field in form:
        for words in field.errors:
            yield Fault(str(words), _first_control(form, field))


def _first_control(form: BaseForm, field: BoundField) -> str:
    """The id of the field's control; of the first box in a group; of the form's top when hidden."""
    if field.is_hidden:
        return top_of(form)
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else top_of(form))
