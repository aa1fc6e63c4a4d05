"""The papers say what is so: commands exist, links lead somewhere."""

import re

import pytest
from django.core.management import get_commands

from tests.project.test_architecture import ROOT

IN_DOCS = sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))
PAPERS = ["README.md", "CONTRIBUTING.md", *IN_DOCS]


def text_of(paper: str) -> str:
    return (ROOT / paper).read_text()


@pytest.mark.parametrize("paper", PAPERS)
def test_every_make_target_that_is_named_exists(paper):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = "\n".join(re.findall(r"```.*?```|`[^`]+`", text_of(paper), re.DOTALL))
    assert set(re.findall(r"\bmake ([a-z-]+)", code)) <= targets


def test_the_readme_has_the_two_commands():
    lines = text_of("README.md").splitlines()
    assert [line for line in lines if line.startswith("make ")] == ["make demo", "make test"]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_management_command_that_is_named_exists(paper):
    named = set(re.findall(r"manage\.py ([a-z_]+)", text_of(paper)))
    assert named <= set(get_commands()) | {"help"}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_that_is_linked_is_there(paper):
    links = re.findall(r"\]\(([^)#]+)", text_of(paper))
    here = (ROOT / paper).parent
    ours = [link for link in links if not link.startswith(("http", "mailto:"))]
    assert [link for link in ours if not (here / link).exists()] == []


def test_the_readme_shows_two_pictures():
    pictures = re.findall(r"!\[([^\]]+)\]\((docs/pictures/[^)]+)\)", text_of("README.md"))
    assert len(pictures) == 2
    assert all(words for words, _path in pictures)
