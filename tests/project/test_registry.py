"""Every field says how much harm it could do, what it is for and when it goes (design 4)."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from forum.data_map import Entry, Level
from forum.models import SealedFile
from forum.sealed import SealedJSONField
from tests.project.test_architecture import APPS

# Never asked of anybody (design section 4): no column may hold it, under whatever class.
NEVER_ASKED = ["immigration", "nationality", "birth", "religion", "home_address"]


def registered() -> dict[str, dict[str, Entry]]:
    return {
        label: fields
        for name in settings.DATA_MAPS
        for label, fields in import_string(name).items()
    }


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_field_is_registered_with_purpose_and_retention(model: Any):
    entries = registered().get(model._meta.label, {})
    columns = {field.name for field in model._meta.local_fields} | {
        field.name
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    }
    assert set(entries) >= columns, "a field has no entry in its app's data_map"
    for name in columns:
        assert entries[name].purpose
        assert entries[name].kept


def test_nothing_is_registered_that_is_not_there():
    there = {
        (model._meta.label, field.name)
        for model in our_models()
        for field in model._meta.get_fields()
    }
    said = {(label, name) for label, fields in registered().items() for name in fields}
    assert said - there == set()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_special_category_answers_lie_only_in_sealed_fields(model: Any):
    entries = registered()[model._meta.label]
    special = {name for name, entry in entries.items() if entry.level is Level.P3}
    sealed = {f.name for f in model._meta.local_fields if isinstance(f, SealedJSONField)}
    if model is SealedFile:  # sealed whole by forum.sealed_files, with a key of its own
        sealed = {"content"}
    assert special == sealed


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_what_is_never_asked_has_no_column(model: Any):
    asked = [
        field.name
        for field in model._meta.local_fields
        if any(word in field.name for word in NEVER_ASKED)
    ]
    assert asked == []


def test_no_model_keeps_files():
    """Nothing is uploaded, so nothing can lie in a folder that a web server hands out (V6, V45)."""
    kept = [
        f for m in our_models() for f in m._meta.local_fields if isinstance(f, models.FileField)
    ]
    assert kept == []
