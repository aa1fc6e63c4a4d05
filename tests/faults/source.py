"""Which functions of the product open a transaction, read from its source; and which are jobs."""

import ast
import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]
APPS = ["forum", "registrations", "feedback", "analysis"]
_OPENS = {"atomic", "guarded"}


@functools.cache
def deeds() -> frozenset[str]:
    """Their dotted names: whoever says `transaction.atomic` or `places.guarded`."""
    return frozenset(
        f"{_module(path)}.{function}"
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for function in _opening(ast.parse(path.read_text()))
    )


@functools.cache
def jobs() -> frozenset[str]:
    """Where the functions stand that settings.JOBS names."""
    found = map(import_string, settings.JOBS)
    return frozenset(f"{job.__module__}.{job.__name__}" for job in found)


def _opening(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            said = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
            if said & _OPENS:
                yield node.name


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@contextmanager
def entered(wanted: set[str]) -> Iterator[set[str]]:
    """Which of these functions somebody calls in here."""
    files = {}
    for name in wanted:
        module, function = name.rsplit(".", 1)
        files[str(ROOT / module.replace(".", "/")) + ".py", function] = name
    found: set[str] = set()

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            key = frame.f_code.co_filename, frame.f_code.co_name
            if key in files:
                found.add(files[key])

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield found
    finally:
        sys.setprofile(before)
