"""The XLSX contract: text stays text, nothing becomes a formula, and LibreOffice opens it."""

import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
import zoneinfo
from datetime import UTC, date, datetime

import pytest

from forum.spreadsheets import LONGEST, Column, Sheet, clean, workbook

LONDON = zoneinfo.ZoneInfo("Europe/London")
HOSTILE = [
    '=HYPERLINK("http://evil","x")',
    "=1+1",
    "+44 20 7946 0000",
    "-1+1",
    "- vegan",
    "@SUM(A1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    "#N/A",
    "TRUE",
    "007",
    "3/6",
    "1E5",
    "  spaces at both ends  ",
    "two\nlines",
    "{{ 7*7 }}",
    "<b>&amp;]]></b>",
    "_x0041_",
    "Nguyễn Thị Lan",
    "فرح الخطيب",
    "ᚠ 🜁 𝔄",
    "'quoted",
    "",
]


def sheet(*texts, name="People", **fields):
    return Sheet(
        name=name,
        title="=Title",
        sentence="@Sentence",
        columns=[Column("Text", 30)],
        rows=[[text] for text in texts],
        **fields,
    )


def opened(content):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content))


def formulas(content):
    return [
        cell.coordinate
        for page in opened(content)
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_every_text_is_a_text_cell_with_its_characters_unchanged():
    """D05, V23, V24."""
    content = workbook([sheet(*HOSTILE)], zone=LONDON)
    cells = [row[0] for row in opened(content)["People"].iter_rows(min_row=5)]
    assert [cell.value or "" for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert {cell.quotePrefix for cell in cells if cell.value} == {True}
    assert formulas(content) == []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<f[ >]", xml) == []


def test_titles_stand_above_bold_frozen_headings_with_a_table_below():
    page = opened(workbook([sheet("a", "b")], zone=LONDON))["People"]
    assert [page[name].value for name in ("A1", "A2", "A3", "A4")] == [
        "=Title",
        "@Sentence",
        None,
        "Text",
    ]
    assert (page["A1"].font.bold, page["A4"].font.bold) == (True, True)
    assert page.freeze_panes == "A5"
    assert page.column_dimensions["A"].width == 30
    assert page.merged_cells.ranges == set()
    [table] = page.tables.values()
    assert (table.ref, table.autoFilter.ref, table.column_names) == ("A4:A6", "A4:A6", ["Text"])
    assert table.tableStyleInfo.showRowStripes is False


def test_a_sheet_for_programs_begins_with_its_headings():
    page = opened(workbook([sheet("a", headed=False)], zone=LONDON))["People"]
    assert list(page.iter_rows(values_only=True)) == [("Text",), ("a",)]
    assert (page.freeze_panes, page.print_title_rows) == ("A2", "$1:$1")
    assert [table.ref for table in page.tables.values()] == ["A1:A2"]
    empty = opened(workbook([sheet(headed=False)], zone=LONDON))["People"]
    assert list(empty.iter_rows(values_only=True)) == [("Text",)]


def test_headings_of_a_table_are_unlike_each_other_and_in_one_line():
    """Excel takes the table away where two columns have one name."""
    titles = ["How?", "how?", "Two\nlines\x07", "  ", "x" * 300, "How?"]
    columns = [Column(title) for title in titles]
    page = opened(
        workbook([Sheet("A", "t", "s", columns=columns, rows=[["a"] * len(titles)])], zone=LONDON)
    )["A"]
    said = ["How?", "how? (2)", "Two lines\ufffd", "Column 4", "x" * 240, "How? (3)"]
    assert [cell.value for cell in page[4]] == said
    [table] = page.tables.values()
    assert table.column_names == said


def test_a_sheet_without_rows_says_so_and_has_no_table():
    page = opened(workbook([sheet(empty="Nobody matches.")], zone=LONDON))["People"]
    assert page["A5"].value == "Nobody matches."
    assert page.tables == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x07b\x00c", "a\ufffdb\ufffdc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ud800 half a pair", "\ufffd half a pair"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        ("x" * 40_000, "x" * LONGEST),
        ("\U0001f3e1" * 20_000, "\U0001f3e1" * (LONGEST // 2)),
        ("\u2028\u202e\u200d", "\u2028\u202e\u200d"),
    ],
)
def test_what_a_cell_cannot_hold_is_replaced_and_nothing_crashes(typed, kept):
    """D06."""
    assert clean(typed) == kept
    page = opened(workbook([sheet(typed)], zone=LONDON))["People"]
    assert page["A5"].value == kept


def test_times_are_those_of_the_clock_on_the_wall():
    moments = [
        datetime(2026, 6, 3, 9, 0, 30, 999, tzinfo=UTC),
        datetime(2026, 12, 3, 9, 0, tzinfo=UTC),
        date(2026, 6, 3),
    ]
    page = opened(workbook([sheet(*moments)], zone=LONDON))["People"]
    assert [page[f"A{row}"].value for row in (5, 6, 7)] == [
        datetime(2026, 6, 3, 10, 0, 30),  # noqa: DTZ001 - a spreadsheet knows no zones
        datetime(2026, 12, 3, 9, 0),  # noqa: DTZ001
        datetime(2026, 6, 3),  # noqa: DTZ001
    ]
    assert [page[f"A{row}"].number_format for row in (5, 7)] == ["d mmm yyyy h:mm", "d mmm yyyy"]


def test_numbers_are_numbers():
    page = opened(workbook([sheet(3, 2.5)], zone=LONDON))["People"]
    assert [(page[name].value, page[name].data_type) for name in ("A5", "A6")] == [
        (3, "n"),
        (2.5, "n"),
    ]


def test_the_properties_name_nobody():
    properties = opened(workbook([sheet("a")], zone=LONDON)).properties
    assert (properties.creator, properties.lastModifiedBy, properties.title) == (
        "Convenor",
        None,
        None,
    )


@pytest.mark.parametrize("mirrored", [True, False])
def test_sheets_are_mirrored_for_scripts_that_run_right_to_left(mirrored):
    book = opened(workbook([sheet("a")], zone=LONDON, right_to_left=mirrored))
    assert bool(book["People"].sheet_view.rightToLeft) is mirrored


def test_several_sheets_keep_their_order_and_their_tables():
    content = workbook([sheet("a", name="Read me"), sheet("b", name="People")], zone=LONDON)
    book = opened(content)
    assert book.sheetnames == ["Read me", "People"]
    assert [list(page.tables) for page in book] == [["Read_me_rows"], ["People_rows"]]


def test_nothing_is_written_outside_the_memory(monkeypatch):
    """What people told us is not left in a temporary folder by a process that is killed."""

    def refused(*args, **kwargs):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    monkeypatch.setattr(tempfile, "_mkstemp_inner", refused)
    assert formulas(workbook([sheet(*HOSTILE)], zone=LONDON)) == []


def test_rows_are_taken_one_by_one():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield [f"row {number}"]

    content = workbook(
        [Sheet(name="People", title="t", sentence="s", columns=[Column("Text")], rows=rows())],
        zone=LONDON,
    )
    assert taken == [0, 1, 2]
    assert opened(content)["People"].max_row == 7


def libreoffice():
    """The program; absent it skips, unless everything has to run."""
    found = shutil.which("soffice")
    if not found and os.environ.get("CONVENOR_REQUIRE_BROWSER") != "1":
        pytest.skip("LibreOffice is not installed, so no list was opened with it")
    assert found, "LibreOffice is not installed and CONVENOR_REQUIRE_BROWSER=1 asks for it"
    return found


def through_libreoffice(folder, **contents):
    """The same files, by name, as LibreOffice understands and saves them; all in one run."""
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    done = subprocess.run(  # noqa: S603 - our own files
        [
            libreoffice(),
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "out"),
            *(str(folder / f"{name}.xlsx") for name in contents),
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in contents}


def test_libreoffice_opens_it_without_one_formula_and_with_every_text_as_it_was(tmp_path):
    texts = [text for text in HOSTILE if text]
    content = workbook([sheet(*texts), sheet("x", name="Read me")], zone=LONDON)

    saved = through_libreoffice(tmp_path, book=content)["book"]

    book = opened(saved)
    assert book.sheetnames == ["People", "Read me"]
    assert formulas(saved) == []
    rows = book["People"].iter_rows(min_row=1, max_col=1, values_only=True)
    assert [value for (value,) in rows] == ["=Title", "@Sentence", None, "Text", *texts]


def test_a_row_is_as_high_as_its_wrapped_text_and_no_higher_than_excel_takes():
    long, short = "word " * 40, "two\nlines"
    columns = [Column("Wrapped", 40, wraps=True), Column("Not wrapped", 10)]
    rows = [[text, long] for text in (long, short, "one line", "x" * LONGEST)]
    page = opened(workbook([Sheet("Notes", "=Title", "", columns, rows)], zone=LONDON))["Notes"]
    assert [page.row_dimensions[number].height for number in range(5, 9)] == [75, 30, None, 405]
