"""The one stylesheet: small, mirrored by `dir` alone, and asking nobody else for anything."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.ROOT) / "static"
SHEET = (STATIC / "site.css").read_text()
RULES = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)


def test_it_is_the_only_stylesheet_and_at_most_12_kb_as_it_travels() -> None:
    assert [path.name for path in STATIC.rglob("*.css")] == ["site.css"]
    assert len(gzip.compress(SHEET.encode())) <= 12 * 1024


@pytest.mark.parametrize(
    "physical",
    [
        r"(margin|padding|border)-(left|right|top|bottom)",
        r"[{;]\s*(left|right|top|bottom)\s*:",
        r"(text-align|float|clear)\s*:\s*(left|right)",
        r"border-(top|bottom)-(left|right)-radius",
        r"[{;]\s*(min-|max-)?(width|height)\s*:",
        r"overflow-[xy]",
        r"translateX",
    ],
)
def test_no_rule_names_a_side_of_the_screen(physical: str) -> None:
    assert re.findall(physical, RULES) == []


def test_it_loads_nothing() -> None:
    assert re.findall(r"url\(|@import|@font-face|image-set|data:", RULES) == []


def test_nothing_moves_and_nothing_casts_a_shadow() -> None:
    assert re.findall(r"animation|transition|shadow|gradient|[\s;{]filter\s*:", RULES) == []


def test_no_text_is_smaller_than_16_pixels() -> None:
    """Of a root of 18 px: 0.889 rem. Sizes are never absolute, so a reader's own choice counts."""
    on_screen = RULES.split("@media print")[0]
    assert re.findall(r"font(?:-size)?:[^;]*\d(?:px|pt)", on_screen) == []
    sizes = re.findall(r"--(?:small|question|larger|section|figure): ([\d.]+)rem", on_screen)
    sizes += re.findall(r"font(?:-size)?:[^;]*?([\d.]+)rem", on_screen)
    assert [size for size in sizes if float(size) * 18 < 16] == []
    assert len(sizes) >= 8


def test_every_value_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\((--[\w-]+)\)", RULES))
    defined = set(re.findall(r"(--[\w-]+):", RULES))
    assert used == defined, "a token without a use, or a use without a token"
