"""The list to invite from, as a workbook."""

from datetime import datetime
from zoneinfo import ZoneInfo

from analysis import sheets
from analysis.missing import telling
from analysis.missing.looking import Missing
from forum.models import User
from forum.spreadsheets import workbook


def xlsx(missing: Missing, *, by: User, zone: ZoneInfo, now: datetime) -> bytes:
    """What is on the page, and a sheet that says what it is."""
    readme = sheets.read_me(
        title=f"Who is missing: {missing.host.name}",
        sentence="Organisations that came to none of the last events.",
        rows=[
            ("What it says", f"{telling.headline(missing)}. {telling.lead(missing)}"),
            ("Which events", telling.span(missing) if missing.events else "None yet"),
            ("How it was counted", telling.HOW),
        ],
        by=by,
        now=now,
    )
    whom = sheets.of_table(
        telling.table(missing),
        name="To invite" if missing.is_exact else "By reach",
        title=telling.headline(missing),
        sentence=telling.lead(missing),
        empty="Nobody is missing.",
    )
    return workbook([readme, whom], zone=zone)
