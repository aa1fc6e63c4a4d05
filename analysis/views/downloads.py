"""Files to keep: each with its name, so that a browser saves it."""

from django.http import HttpResponse

from analysis import files
from analysis.findings.finding import Table
from forum.exports.making import CONTENT_TYPE


def csv(table: Table, name: str) -> HttpResponse:
    """The table as text; `name` is without its ending."""
    return _file(files.csv_of(table), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx(content: bytes, name: str) -> HttpResponse:
    """A workbook; `name` is without its ending."""
    return _file(content, CONTENT_TYPE, f"{name}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
