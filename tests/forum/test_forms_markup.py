"""How a form stands on a page: labels, hints before controls, what to mend, in words."""

from typing import Any

import pytest
from django import forms
from django.forms import formset_factory
from django.template import engines
from django.test import RequestFactory

from forum.widgets import DateInput, TimeInput
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

NAMES = ["Celery", "Eggs", "Fish", "Lupin", "Milk", "Mustard", "Sesame", "Soya"]
FOODS = [(name.lower(), name) for name in NAMES]
PAGE = """{% extends "base.html" %}{% load forms %}{% block title %}Food{% endblock %}
{% block content %}{% error_summary form %}<h1>Food</h1>
<form method="post" novalidate>{% csrf_token %}{{ form|crispy }}</form>{% endblock %}"""


class Asked(forms.Form):
    """One question with every kind of control that the site uses."""

    name = forms.CharField(
        label="Badge name",
        help_text="Any name you like.",
        error_messages={"required": "Type a name for your badge."},
    )
    email = forms.EmailField(
        label="Email address",
        required=False,
        error_messages={"invalid": "Type a whole email address, with an @."},
    )
    day = forms.DateField(label="Day", required=False, widget=DateInput())
    at = forms.TimeField(label="Begins at", required=False, widget=TimeInput())
    places = forms.IntegerField(label="Places", required=False)
    reach = forms.ChoiceField(
        label="Reach",
        error_messages={"required": "Choose how far the group reaches."},
        choices=[("local", "Local"), ("regional", "Regional")],
    )
    about = forms.CharField(label="About", required=False, widget=forms.Textarea())
    ill = forms.ChoiceField(
        label="Is there a food that makes you ill?",
        help_text="You do not need to tell us why.",
        required=False,
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect(),
    )
    foods = forms.MultipleChoiceField(
        label="If yes, which foods?",
        error_messages={"required": "Choose at least one food, or choose No"},
        choices=FOODS,
        widget=forms.CheckboxSelectMultiple(),
    )
    agree = forms.BooleanField(
        label="I agree",
        help_text="It takes two minutes.",
        error_messages={"required": "Tick the box to say that you agree."},
    )
    step = forms.CharField(required=False, widget=forms.HiddenInput())


class Times(forms.Form):
    starts = forms.IntegerField(
        label="Starts", required=False, error_messages={"invalid": "Type a number."}
    )

    def clean(self) -> None:
        raise forms.ValidationError("The event ends before it begins.")


FILLED = {
    "name": "Amina",
    "email": "amina@example.org",
    "day": "2026-06-03",
    "at": "10:00",
    "places": "80",
    "reach": "local",
    "foods": ["eggs", "milk"],
    "agree": "on",
}


def shown(form: forms.BaseForm, page: str = PAGE, **context: Any) -> str:
    """The form on a page of the site."""
    request = RequestFactory().get("/")
    return engines["django"].from_string(page).render({"form": form, **context}, request)


def test_an_empty_form_has_labels_legends_and_hints_that_are_found() -> None:
    html = shown(Asked())
    assert_form_markup(html)
    assert "<title>Food</title>" in html
    assert "Check" not in html


def test_a_filled_form_has_labels_legends_and_hints_that_are_found() -> None:
    assert_form_markup(shown(Asked(FILLED)))


def test_a_form_to_mend_leads_to_every_answer() -> None:
    html = shown(Asked({"email": "amina"}))
    assert_error_contract(html)
    links = [text_of(link) for link in named(page_of(html), "a") if "#id_" in str(link)]
    assert links == [
        "Type a name for your badge.",
        "Type a whole email address, with an @.",
        "Choose how far the group reaches.",
        "Choose at least one food, or choose No",
        "Tick the box to say that you agree.",
    ]


def test_one_answer_to_mend_is_called_one() -> None:
    html = shown(Asked({**FILLED, "foods": []}))
    assert_error_contract(html)
    assert "Check one answer" in html
    assert 'href="#id_foods_0"' in html, "a group is reached by its first box"


def test_a_fault_of_the_form_as_a_whole_is_shown_at_its_top() -> None:
    html = shown(Times({"starts": "1"}))
    assert_error_contract(html)
    assert 'href="#form-top"' in html


def test_faults_of_several_forms_are_counted_together() -> None:
    first, second = Times({"a-starts": "1"}, prefix="a"), Times({"b-starts": "x"}, prefix="b")
    page = PAGE.replace("error_summary form", "error_summary form second").replace(
        "{{ form|crispy }}", "{{ form|crispy }}{{ second|crispy }}"
    )
    html = shown(first, page, second=second)
    assert_error_contract(html)
    assert "Check 3 answers" in html


def test_faults_of_a_set_of_forms_are_found() -> None:
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-starts": "x"}
    formset = formset_factory(Times, extra=0)(rows)
    html = shown(formset, "{% load forms %}{% error_summary form %}")
    assert 'href="#id_form-0-starts"' in html
    assert 'href="#form-0-top"' in html


def test_the_title_says_error_for_any_of_the_page_s_forms() -> None:
    html = shown(Times(), forms=[Times(), Times({"starts": "x"})])
    assert "<title>Error: Food</title>" in html


def test_the_hint_and_then_the_fault_stand_before_the_control() -> None:
    html = shown(Asked({"foods": ["eggs"]}))
    order = ["Badge name", "Any name you like.", "Type a name for your badge.</p>", 'name="name"']
    places = [html.index(part, html.index("<form")) for part in order]
    assert places == sorted(places)


def test_only_what_may_stay_empty_is_marked() -> None:
    page = page_of(shown(Asked()))
    labels = [text_of(label) for label in named(page, "label", "legend")]
    assert [label for label in labels if label.endswith("(optional)")] == [
        "Email address (optional)",
        "Day (optional)",
        "Begins at (optional)",
        "Places (optional)",
        "About (optional)",
        "Is there a food that makes you ill? (optional)",
    ]
    assert "*" not in " ".join(labels)


def test_many_boxes_stand_in_two_columns_and_few_in_one() -> None:
    class Few(forms.Form):
        foods = forms.MultipleChoiceField(choices=FOODS[:7], widget=forms.CheckboxSelectMultiple())

    assert 'class="many"' in shown(Asked())
    assert 'class="many"' not in shown(Few())


@pytest.mark.parametrize("part", ["label", "help_text"])
def test_words_of_a_question_are_never_markup(part: str) -> None:
    class Own(forms.Form):
        own = forms.CharField(**{part: "<img src=x onerror=alert(1)>"})

    html = shown(Own({}))
    assert "<img" not in html
    assert "&lt;img src=x" in html


def test_what_was_typed_comes_back_as_text() -> None:
    html = shown(Asked({**FILLED, "name": '"><script>', "foods": []}))
    assert "<script>" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_days_and_times_are_written_as_browsers_read_them() -> None:
    html = shown(Asked({**FILLED, "foods": []}))
    assert '<input type="date" name="day" value="2026-06-03"' in html
    assert '<input type="time" name="at" value="10:00"' in html
