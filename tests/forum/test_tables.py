"""Reading tables that people hand in: what is read, and what is refused, naming row and column."""

import io
import time
import tracemalloc
import zipfile
import zoneinfo
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook  # noqa: TID253

from forum import tables
from forum.spreadsheets import Column, Sheet, workbook
from forum.tables import Line, Table, UnreadableTableError

NAMES = ("Name", "Mail")


def of(*rows: tuple[str, ...], told: str = "", first: int = 2) -> Table:
    return Table(NAMES, tuple(Line(n, row) for n, row in enumerate(rows, start=first)), told)


def csv(text: str | bytes, **how: Any) -> Table:
    return tables.read("people.csv", text.encode() if isinstance(text, str) else text, **how)


def refused(content: str | bytes, **how: Any) -> str:
    with pytest.raises(UnreadableTableError) as refusal:
        csv(content, **how)
    return str(refusal.value)


def book(*rows: Any, **sheets: Any) -> Workbook:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for name, more in sheets.items():
        page = made.create_sheet(name)
        for row in more:
            page.append(row)
    return made


def packed(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(content: bytes, part: str, find: bytes, put: bytes) -> bytes:
    """The same archive with one text in one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        assert part in old.namelist()
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                assert find in text
                text = text.replace(find, put, 1)
            new.writestr(name, text)
    return out.getvalue()


PLAIN = "Name,Mail\nZoë,z@example.org\n"
LATIN = (
    "The file is not in UTF-8. It was read as Western European (Windows-1252): "
    "look whether letters such as é and ö are right."
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PLAIN, ""),
        (PLAIN.encode("utf-8-sig"), ""),
        (PLAIN.encode("utf-16"), ""),
        (b"\xfe\xff" + PLAIN.encode("utf-16-be"), ""),
        (PLAIN.encode("latin-1"), LATIN),
        (PLAIN.replace("\n", "\r\n"), ""),
        (PLAIN.replace("\n", "\r"), ""),
        (PLAIN.rstrip("\n"), ""),
        (PLAIN.replace(",", ";"), "The columns are parted by semicolons."),
        ("sep=;\r\n" + PLAIN.replace(",", ";"), "The columns are parted by semicolons."),
        (PLAIN.replace(",", "\t"), "The columns are parted by tabs."),
        (' Name \u202e,"\ufeffMail"\n"Zoë",z@example.org,\n', ""),
    ],
)
def test_a_csv_is_read_whatever_its_letters_and_separators(content: str | bytes, told: str) -> None:
    assert csv(content) == of(("Zoë", "z@example.org"), told=told)


def test_quotes_hold_separators_line_breaks_and_quotes_and_rows_keep_their_numbers() -> None:
    text = 'Name,Mail\n"Ann ""Bo"", Dr\nSmith",a\n\n,\n6" Bo,\u202eb\n=1+1,+44 20\n'
    assert csv(text) == Table(
        NAMES,
        (
            Line(2, ('Ann "Bo", Dr\nSmith', "a")),
            Line(5, ('6" Bo', "\u202eb")),
            Line(6, ("=1+1", "+44 20")),
        ),
        "",
    )


def test_a_decimal_comma_is_no_separator() -> None:
    assert csv("Name;Mail\n1,5;2,5\n3,5;4,5\n").rows[1].values == ("3,5", "4,5")


NUL = "a character that no text has (NUL). Save the table as an Excel workbook, or as CSV in UTF-8."
NO_HEADING = (
    "there is no heading over it in row 1. Give the column a heading, or put quotes round a text "
    "that has a separator in it."
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty."),
        (",,\n\n", "There is no table in the file: its cells are empty."),
        ("Name,Mail\n", "There is nothing under the headings in row 1."),
        ('Name,Mail\nAnn,a\nBo,"b\nCy,c\n', "Row 3, column B: quotes are opened and never closed."),
        (
            'Name,Mail\n"Ann"x,a\n',
            "Row 2, column A: something stands after the closing quotes of the text.",
        ),
        ("Name,Mail\nAnn,a\nBo,b,c\n", f"Row 3, column C: {NO_HEADING}"),
        (
            "Name,Mail\nAnn,a\nBo\n",
            "Row 3, column A: the row ends here, and the headings go on to column B. Look for a "
            "line break in a text, or save the table as an Excel workbook.",
        ),
        ("Name,Mail\nAnn,a\0\n", f"Row 2, column B: {NUL}"),
        (
            "Name,Mail\nAnn," + "x" * 40_000,
            "Row 2, column B: 40,000 characters are more than a cell can hold (32,767). "
            "Shorten the text.",
        ),
        (
            "Name,Mail\n" + "Ann,a\n" * 100_000,
            "Row 20,002, column A: a file may have 20,000 rows, and this is one too many. "
            "Split it into several files.",
        ),
        (
            "," * 300 + "x\nAnn\n",
            "Row 1, column KO: a table may have 200 columns. Delete those that nobody needs.",
        ),
        (PLAIN + "," * 5_000_000, "Row 3, column BXY: no table has so many columns."),
        (b"%PDF-1.7", "This is a PDF. Save the table as CSV or as an Excel workbook."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "This is an Excel file of the old kind, or one with a password. Open it and save it "
            "as an Excel workbook (.xlsx) without a password.",
        ),
        (
            b"\xff\xfeN\x00\x00\xd8",
            "The file breaks off or is damaged: its letters cannot be read. "
            "Save it again as CSV in UTF-8.",
        ),
    ],
)
def test_what_is_no_table_is_refused_by_row_and_column(content: str | bytes, words: str) -> None:
    assert refused(content) == words


def test_headings_each_have_a_name_of_their_own_and_nothing_hidden_in_them() -> None:
    table = csv("Name,,name,Name,a\u202eb\nAnn,1,2,3,4\n")
    assert table.headings == ("Name", "Column B", "name", "Name (D)", "a b")
    assert table.told == "Column B has no heading."


def test_headings_stand_under_a_title_and_a_gap() -> None:
    assert csv("Spring forum\nWho comes\n\nName,Mail\nAnn,a\n") == of(
        ("Ann", "a"), told="The headings were taken from row 4.", first=5
    )
    assert csv("Name\n\nAnn\nBo\n").rows == (Line(3, ("Ann",)), Line(4, ("Bo",)))


def test_a_report_of_several_tables_gives_the_one_that_is_asked_for() -> None:
    report = (
        "1. Summary\nMeeting title\tSpring\nAttended\t2\n\n2. Participants\n"
        "Name\tMail\nAnn\ta\nBo\n\n3. Activities\nName\tMail\nAnn\ta\tx\n"
    )

    def is_heading(cells: tuple[str, ...]) -> bool:
        return "Name" in cells

    told = "The columns are parted by tabs."
    both = of(("Ann", "a"), ("Bo", ""), told=told, first=7)
    assert csv(report.encode("utf-16"), is_heading=is_heading) == both
    assert refused("Kind,Mail\nAnn,a\n", is_heading=is_heading) == (
        "No row of the file has the headings that belong there. Hand in the file as it came."
    )


def test_a_workbook_gives_days_as_iso_and_whole_numbers_without_a_point() -> None:
    made = book(
        ["Day", "At", "No", "Sum", "Yes", "Text", "End"],
        [date(2026, 5, 3), datetime(2026, 5, 3, 14, 30), 447700900123.0, 1.5, True, "", ""],  # noqa: DTZ001
        [None] * 7,
        ["", None, 3, None, None, "a_x000D_\nb_x0041_", None],
    )
    cell = made.active["G2"]
    cell.value, cell.data_type = "=1+1", "s"
    assert csv(packed(made)).rows == (
        Line(2, ("2026-05-03", "2026-05-03T14:30:00", "447700900123", "1.5", "yes", "", "=1+1")),
        Line(4, ("", "", "3", "", "", "a\nb_x0041_", "")),
    )


def test_the_first_sheet_with_something_in_it_is_read_and_the_rest_is_named() -> None:
    made = book(People=[NAMES, ["Ann", "a"]], Notes=[["x"]], Old=[NAMES, ["Cy", "c"]])
    made["Old"].sheet_state = "veryHidden"
    made["People"].append(["Bo", "b"])
    made["People"].row_dimensions[3].hidden = True
    made["People"].column_dimensions["B"].hidden = True
    assert csv(packed(made)) == of(
        ("Ann", "a"),
        ("Bo", "b"),
        told="Read from the sheet “People”. Left out: “Notes”. Left out because hidden: “Old”. "
        "Hidden rows are read too: 1, the first is row 3. "
        "Hidden columns are read too, from column B on.",
    )
    only_hidden = book(Old=[NAMES, ["Cy", "c"]])
    only_hidden["Old"].sheet_state = "hidden"
    assert refused(packed(only_hidden)) == (
        "The sheets that can be seen are empty, and hidden sheets are not read. "
        "Show the sheet that has the table."
    )


UNDO = (
    "Undo that in the spreadsheet, so that every column has a heading of its own and every row its "
    "own values."
)


@pytest.mark.parametrize(
    ("cells", "words"),
    [("A1:B1", "Row 1, column A: the headings"), ("B2:B3", "Row 2, column B: cells")],
)
def test_merged_cells_are_refused(cells: str, words: str) -> None:
    made = book(NAMES, ["Ann", "a"], ["Bo", "b"])
    made.active.merge_cells(cells)
    assert refused(packed(made)) == f"{words} are merged ({cells}). {UNDO}"


def test_formulas_and_errors_are_refused_by_row_and_column() -> None:
    assert refused(packed(book(NAMES, ["Ann", "=1+1"]))) == (
        "Row 2, column B: a formula, and formulas are not worked out. Copy the column and paste it "
        "as values only."
    )
    assert refused(packed(book(NAMES, ["Ann", "a"], ["#N/A", "b"]))) == (
        "Row 3, column A: an error of the spreadsheet (#N/A). Put a value there or empty it."
    )


def test_a_workbook_of_too_much_is_refused_as_a_csv_is() -> None:
    assert refused(packed(book(NAMES, ["Ann", "a"], ["Bo", "b"], ["Cy", "c"])), most_rows=2) == (
        "Row 4, column A: a file may have 2 rows, and this is one too many. "
        "Split it into several files."
    )
    assert refused(packed(book(NAMES, ["Ann", "a", None, "x"]))).startswith("Row 2, column D: ")
    assert refused(packed(book(NAMES, ["Ann", "x" * 10 + "_x0000_"]))) == f"Row 2, column B: {NUL}"


DAMAGED = (
    "The file cannot be read as an Excel workbook. Open it in a spreadsheet program and save it "
    "again as an Excel workbook (.xlsx) or as CSV."
)
SWOLLEN = (
    "Unpacked, this workbook is far larger than a table of people. Copy the rows into a new "
    "workbook and save that."
)
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
BOMB = (
    b'<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet '
)


def with_shared_strings() -> bytes:
    """A workbook as Excel writes it: the texts in a part of their own, the cells with numbers."""
    old = packed(book(NAMES, ["Ann", 0]))
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b.sharedStrings+xml"/>' % kind
    new = changed(old, "[Content_Types].xml", b"</Types>", part + b"</Types>")
    new = changed(new, SHEET, b't="n"><v>0</v>', b't="s"><v>0</v>')
    out = io.BytesIO(new)
    with zipfile.ZipFile(out, "a") as archive:
        space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr(STRINGS, b'<sst xmlns="%b"><si><t>a</t></si></sst>' % space)
    return out.getvalue()


def test_texts_are_read_where_excel_puts_them() -> None:
    assert csv(with_shared_strings()) == of(("Ann", "a"))


@pytest.mark.parametrize(
    ("part", "root"),
    [(SHEET, b"<worksheet "), ("xl/workbook.xml", b"<workbook "), (STRINGS, b"<sst ")],
)
def test_entities_are_refused_in_every_part(part: str, root: bytes) -> None:
    bomb = BOMB.replace(b"<worksheet ", root)
    assert refused(changed(with_shared_strings(), part, root, bomb)) == DAMAGED


def test_what_swells_is_refused_before_it_fills_the_memory() -> None:
    content = packed(book(NAMES, ["Ann", "a"]))
    by_ratio = changed(content, SHEET, b"<sheetData>", b"<sheetData>" + b" " * 30_000_000)
    by_size = changed(content, "xl/workbook.xml", b"<workbook ", b" " * 70_000_000 + b"<workbook ")
    size = zipfile.ZipFile(io.BytesIO(by_ratio)).getinfo(SHEET).file_size.to_bytes(4, "little")
    lying = by_ratio.replace(size, (900).to_bytes(4, "little"))
    tracemalloc.start()
    began = time.perf_counter()
    assert [refused(by_ratio), refused(by_size)] == [SWOLLEN, SWOLLEN]
    assert (lying == by_ratio, refused(lying)) == (False, DAMAGED)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("kept", [30, 400, 3_000])
def test_a_workbook_that_breaks_off_is_refused(kept: int) -> None:
    assert refused(packed(book(NAMES, ["Ann", "a"]))[:kept]) == DAMAGED


def test_another_archive_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refused(out.getvalue()) == DAMAGED


def test_our_own_lists_are_read_as_they_were_written() -> None:
    rows = [["=1+1", "\u202eb"], ["x", "+44 20"]]
    sheet = Sheet("People", "Title", "Sentence", [Column("Name"), Column("Mail")], rows)
    made = workbook([sheet], zone=zoneinfo.ZoneInfo("UTC"))
    assert csv(made).rows == (Line(5, ("=1+1", "\u202eb")), Line(6, ("x", "+44 20")))
