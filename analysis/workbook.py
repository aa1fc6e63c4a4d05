"""Everything on the analysis page as one workbook: a sheet for each chart, and how it was counted.

It is made from the findings that the page shows, so that nothing is in it that the page hides.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from analysis import adding_up, files, method, sheets
from analysis.adding_up import Analysis
from analysis.findings.finding import Finding
from forum.models import User
from forum.spreadsheets import Sheet, Value, workbook


def xlsx(analysis: Analysis, *, by: User, zone: ZoneInfo, now: datetime) -> bytes:
    """Read me, the events, and the findings in the order of the page."""
    told = [finding for finding in analysis.findings if finding.table]
    return workbook(
        [
            _read_me(analysis, by, now),
            _events(analysis),
            *(sheet for finding in told for sheet in _finding(finding)),
        ],
        zone=zone,
    )


def _read_me(analysis: Analysis, by: User, now: datetime) -> Sheet:
    """What is in the file, also what could not be shown yet and why."""
    rows: list[tuple[str, Value]] = [
        ("What was asked", method.asked(analysis.filter)),
        ("In short", adding_up.lead_of(analysis)),
        ("What is hidden", method.hidden(is_exact=analysis.together.is_exact)),
        ("All events", "Every event with its figures, the latest first"),
        *(
            (_tab(finding.key), _sentence(finding.headline, "" if finding.table else finding.words))
            for finding in analysis.findings
        ),
    ]
    return sheets.read_me(
        title=f"What our events add up to: {analysis.host.name}",
        sentence="A sheet for each chart of the analysis, with its numbers and how they were"
        " counted.",
        rows=rows,
        by=by,
        now=now,
    )


def _events(analysis: Analysis) -> Sheet:
    return sheets.of_table(
        files.events_table(analysis.together),
        name="All events",
        title="Every event with its figures, the latest first",
        sentence=adding_up.lead_of(analysis),
        empty="No event has begun yet.",
        notes=f"{method.of('came')} {method.hidden(is_exact=analysis.together.is_exact)}",
    )


def _finding(finding: Finding) -> list[Sheet]:
    if finding.table is None:
        return []
    how = method.of(finding.key)
    return [
        sheets.of_table(
            finding.table,
            name=_tab(finding.key),
            title=finding.headline,
            sentence=finding.words,
            notes=f"How it was counted: {how}" if how else "",
        )
    ]


def _tab(key: str) -> str:
    """The key as words: "first_time" is "First time"."""
    return key.replace("_", " ").capitalize()


def _sentence(headline: str, words: str) -> str:
    return f"{headline}. {words}" if words else headline
