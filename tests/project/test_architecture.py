"""The promises that the source tree makes, checked on every run."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
APPS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
# Whoever can change what these read has their own code run.
RUN_WHAT_THEY_READ = {"pickle", "_pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve"}
AT_RUN_TIME = {"import_module", "__import__", "import_string"}
LONGEST = 250  # lines; a module that passes it becomes a package


def sources(app: str) -> list[Path]:
    """The app's modules, without migrations and without the wiring, which may name every app."""
    return [
        path
        for path in sorted((ROOT / app).rglob("*.py"))
        if not {"migrations", "project"} & set(path.relative_to(ROOT).parts)
    ]


def test_imports_point_one_way():
    # A process of its own: import-linter sets up logging anew, which would silence our loggers.
    linted = subprocess.run(  # noqa: S603 - our own tool
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


def brought_in(source: str) -> set[str]:
    """The packages that a source imports, also while it runs."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found |= {one.name for one in names}
            case ast.ImportFrom(module=str(module)):
                found.add(module)
            case ast.Call(args=[ast.Constant(value=str(name)), *_]):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found |= {name} if called in AT_RUN_TIME else set()
    return {name.split(".")[0] for name in found}


@pytest.mark.parametrize("app", APPS)
def test_nothing_is_imported_that_runs_what_it_reads(app):
    users = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / app).rglob("*.py"))
        if brought_in(path.read_text()) & RUN_WHAT_THEY_READ
    ]
    assert users == []


@pytest.mark.django_db
def test_every_model_change_has_a_migration():
    call_command("makemigrations", check=True, dry_run=True)


@pytest.mark.parametrize(
    "name",
    sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.*")),
)
def test_every_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("app", APPS)
def test_source_files_stay_small(app):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources(app)
        if (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize(
    ("app", "above"), [(app, APPS[n + 1 :]) for n, app in enumerate(APPS[:-1])]
)
def test_an_app_never_names_what_is_built_on_it(app, above):
    names = re.compile(rf"\b({'|'.join(above)})\b", re.IGNORECASE)
    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources(app)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if names.search(line)
    ]
    assert named == []


def test_no_app_grows_an_accessor_on_a_lower_one():
    """A foreign key downwards would put `event.needs_set` on the lower model; no grep sees it."""
    accessors = [
        f"{relation.model.__name__}.{relation.get_accessor_name()}"
        for relation in (
            relation
            for model in apps.get_models(include_auto_created=True)
            for relation in model._meta.get_fields(include_hidden=True)
            if relation.auto_created and relation.is_relation and not relation.concrete
        )
        if relation.model._meta.app_label in APPS
        and relation.related_model._meta.app_label in APPS
        and APPS.index(relation.related_model._meta.app_label)
        > APPS.index(relation.model._meta.app_label)
        and not relation.hidden
    ]
    assert accessors == []


def test_no_module_has_a_name_that_says_nothing():
    empty_words = {"services", "utils", "helpers", "common", "signals", "admin", "core", "misc"}
    found = [
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*")
        if path.stem in empty_words and path.suffix in {"", ".py"}
    ]
    assert found == []


def test_rules_know_neither_forms_nor_pages():
    """Inside an app: urls, views, forms, deeds, models (design section 1)."""
    urls = {
        "urls.py",
        "account_urls.py",
        "unnamed_urls.py",
        "door_urls.py",
        "telling_urls.py",
        "past_urls.py",
    }
    above = {*urls, "views", "forms", "templatetags", "management"}
    part = r"(?:forms|views|urls)\b"
    reaching_up = re.compile(rf"^(?:from|import) (?:{'|'.join(APPS)})(?:\.| import ){part}", re.M)
    found = [
        str(path.relative_to(ROOT))
        for app in APPS
        for path in sources(app)
        if not above & set(path.relative_to(ROOT).parts) and reaching_up.search(path.read_text())
    ]
    # It answers where a view would have: a fault on the way to or from one.
    assert found == ["forum/middleware.py"]
