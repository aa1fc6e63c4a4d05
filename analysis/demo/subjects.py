"""What the casework forums of three years were about, and where they were."""

from typing import NamedTuple


class Subject(NamedTuple):
    """One discussion group: its title, and who led it, with their group."""

    title: str
    led_by: str


class Past(NamedTuple):
    """A forum of the past: how many weeks before the latest, where, and how many came.

    `groups` is how many groups people came from, `booked` is with those who stayed away.
    """

    weeks: int
    town: str
    near: str
    house: str
    groups: int
    booked: int
    came: int
    walk_ins: int


def _pairs(text: str) -> list[tuple[list[str], list[str]]]:
    """Every two lines, taken apart."""
    lines = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
    return list(zip(lines[::2], lines[1::2], strict=True))


# Seven of them for each forum, in turn: a question that stays comes back after some time.
SUBJECTS = [
    Subject(title, led_by)
    for (title,), (led_by,) in _pairs("""
Nobody takes the case: life without a solicitor
    Nasreen Mistry, Rookery Road Law Desk
The first interview, and how to sleep before it
    Thiago Urrutia, Wharfside Food Union
Hotels: what we saw this winter
    Khadra Warsame, Dunley Park Families Together
Asking for an interpreter and getting one
    Hodan Samatar, Marches Interpreters’ Cooperative
Carrying other people’s stories home
    Siân Tudur, Cymru Casework Circle
From one case to a campaign
    Aoife Strachan, Bail and Belonging
Food, fares and phone credit: destitution week by week
    Imogen Varley, Open Ledger: Destitution Evidence Project
Young people whose age is doubted
    Sajid Qazi, Questioned Ages Casework Project
Twenty-eight days: from refugee to homeless
    Josie Rushworth, Bellmakers’ Yard Housing Action
Letters in plain words
    Folasade Adebanjo, Pennant Hill Letter Readers
When a family is in three countries
    Meera Bhandari, Family Reunion Casework Collective
Doctors’ letters that help, and those that do not
    Ekow Sarpong, Doctors and Midwives for Sanctuary
Visiting people in detention
    Martin Kershaw, Wealden Visitors to Detained People
Wages that were never paid
    Marisol Urrutia, Fenland Seasonal Workers’ Alliance
Volunteers who stay, and why
    Harjit Dhaliwal, Larkhill Allotment for All
No recourse: three doors that open
    Bridget Inskip, Capital Advice Network on No Recourse
Waiting for years: cases that nobody decides
    Gareth Hallam, Severnside Sanctuary Partnership
Safe on the way to the drop-in
    Liban Guled, Diaspora Advice Line
Hosting, and when it goes wrong
    Verity Dunmore, Hosting Without Borders UK
Moved overnight: keeping a case alive
    Owen Satterthwaite, Thornbeck Migrant Advice
Working with a councillor who means well
    Frances Wragg, Ridings Casework Exchange
""")
]

# Weeks before the latest | town | where, in public | the address, for those who come
#     groups | booked | came | of them without a booking
PAST = [
    Past(int(weeks), town, near, house, *map(int, counts))
    for (weeks, town, near, house), counts in _pairs("""
139 | Hull | Hull, near the docks | Ropery House, 11 Tar Lane, Hull
    24 | 45 | 37 | 1
121 | York | York, outside the walls | The Old Malt Shed, 5 Skep Row, York
    27 | 52 | 41 | 1
104 | Bradford | Bradford, Little Germany | Weft House, 30 Spindle Street, Bradford
    30 | 54 | 46 | 0
87 | Preston | Preston, by the canal | Basin Hall, 2 Coal Staith, Preston
    29 | 55 | 42 | 2
69 | Sheffield | Sheffield, Kelham side | The Grinding Shop, 17 Hollow Lane, Sheffield
    34 | 63 | 52 | 1
52 | Nottingham | Nottingham, Sneinton | Frame Room, 44 Bobbin Walk, Nottingham
    37 | 68 | 57 | 1
35 | Liverpool | Liverpool, near the port | Captains’ Kitchen, 9 Windlass Street, Liverpool
    40 | 74 | 61 | 2
17 | Newcastle | Newcastle, Ouseburn | The Bottle Works, 3 Glasshouse Bank, Newcastle
    42 | 77 | 67 | 2
""")
]
