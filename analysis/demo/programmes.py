"""Rooms and sessions of the demo's events, as a team would have typed them in.

Lines with the same times become sessions of one slot; a line alone keeps its own times.
"""

from typing import NamedTuple


class Hall(NamedTuple):
    name: str
    capacity: int
    step_free: bool = True
    loop: bool = False
    quiet: bool = False


class Line(NamedTuple):
    day: int
    start: str
    end: str
    kind: str
    title: str
    room: str = ""
    places: int | None = None
    led_by: str = ""


FORUM_ROOMS = [
    Hall("Great hall", 120, loop=True),
    Hall("Orchard room", 24),
    Hall("Loom room", 20, loop=True),
    Hall("Upper room", 18, step_free=False),
    Hall("Glass room", 22),
    Hall("Quiet room", 6, quiet=True),
]
FORUM_LINES = [
    Line(0, "10:00", "10:50", "plenary", "Welcome, and what changed this year", "Great hall"),
    Line(0, "10:50", "11:10", "break", "Tea"),
    *[
        Line(0, "11:10", "12:30", "breakout", *rest)
        for rest in (
            (
                "After a refusal: the first two weeks",
                "Orchard room",
                22,
                "Meera Bhandari, Rookery Road Law Desk",
            ),
            (
                "Moved overnight: keeping a case alive",
                "Loom room",
                18,
                "Owen Satterthwaite, Thornbeck Migrant Advice",
            ),
            (
                "When the interpreter is a cousin",
                "Upper room",
                16,
                "Hodan Samatar, Marches Interpreters’ Cooperative",
            ),
            (
                "No recourse: three doors that open",
                "Glass room",
                20,
                "Bridget Inskip, Capital Advice Network on No Recourse",
            ),
        )
    ],
    Line(0, "12:30", "13:30", "break", "Lunch, and the quiet room"),
    *[
        Line(0, "13:30", "14:50", "breakout", *rest)
        for rest in (
            ("Caseworkers get tired too", "Orchard room", 22, "Siân Tudur, Cymru Casework Circle"),
            (
                "Young people whose age is doubted",
                "Loom room",
                18,
                "Sajid Qazi, Questioned Ages Casework Project",
            ),
            (
                "Letters in plain words",
                "Glass room",
                20,
                "Folasade Adebanjo, Pennant Hill Letter Readers",
            ),
        )
    ],
    Line(0, "15:00", "16:10", "plenary", "What we say together, and to whom", "Great hall"),
    Line(0, "16:10", "16:30", "social", "Goodbyes, and lifts home", "Great hall"),
]

NEXT_LINES = [
    Line(0, "10:00", "10:45", "plenary", "Welcome: a year of moving boxes", "Great hall"),
    Line(0, "10:45", "11:05", "break", "Tea"),
    *[
        Line(0, "11:05", "12:30", "breakout", *rest)
        for rest in (
            (
                "Twenty-eight days to find a home",
                "Orchard room",
                22,
                "Josie Rushworth, Bellmakers’ Yard Housing Action",
            ),
            (
                "Rooms that make people ill",
                "Loom room",
                18,
                "Ekow Sarpong, Doctors and Midwives for Sanctuary",
            ),
            (
                "Hosting, and when it goes wrong",
                "Upper room",
                16,
                "Verity Dunmore, Hosting Without Borders UK",
            ),
            (
                "Families and one room",
                "Glass room",
                20,
                "Khadra Warsame, Dunley Park Families Together",
            ),
        )
    ],
    Line(0, "12:30", "13:30", "break", "Lunch, and the quiet room"),
    Line(0, "13:30", "14:50", "workshop", "Writing one question to the council", "Great hall", 80),
    Line(0, "15:00", "16:00", "plenary", "Who does what before we meet again", "Great hall"),
]

SUMMIT_ROOMS = [
    Hall("Market hall", 200, loop=True),
    Hall("North gallery", 40),
    Hall("South gallery", 40),
    Hall("Green room", 30),
    Hall("Reading room", 12, quiet=True),
]
SUMMIT_LINES = [
    Line(0, "13:00", "14:00", "plenary", "Welcome, and four stories from the year", "Market hall"),
    *[
        Line(0, "14:15", "15:45", "workshop", *rest)
        for rest in (
            (
                "Holding a public meeting safely",
                "North gallery",
                36,
                "Liban Guled, Diaspora Advice Line",
            ),
            (
                "Money from people like us",
                "South gallery",
                36,
                "Frances Wragg, Ridings Casework Exchange",
            ),
            ("Saying no to a ministry", "Green room", 28, "Aoife Strachan, Bail and Belonging"),
        )
    ],
    Line(0, "15:45", "16:15", "break", "Tea"),
    Line(0, "16:15", "17:30", "plenary", "What we lost, and what it taught us", "Market hall"),
    Line(0, "18:30", "21:00", "social", "Supper, songs and sitting about", "Market hall"),
    Line(1, "09:30", "10:15", "plenary", "Where we stand", "Market hall"),
    *[
        Line(1, "10:30", "12:30", "breakout", *rest)
        for rest in (
            ("Homes", "North gallery", 36, "Josie Rushworth, Bellmakers’ Yard Housing Action"),
            (
                "Work and wages",
                "South gallery",
                36,
                "Marisol Urrutia, Fenland Seasonal Workers’ Alliance",
            ),
            ("Detention", "Green room", 28, "Martin Kershaw, Wealden Visitors to Detained People"),
        )
    ],
    Line(1, "12:30", "13:30", "break", "Lunch"),
    Line(
        1,
        "13:30",
        "14:45",
        "workshop",
        "One thing each: who begins, and by when",
        "Market hall",
        150,
    ),
    Line(1, "15:00", "15:45", "plenary", "Read aloud, and goodbye", "Market hall"),
]

WORKSHOP_ROOMS = [Hall("Long room", 40, loop=True), Hall("Corner room", 14), Hall("Attic", 12)]
WORKSHOP_LINES = [
    Line(
        0,
        "13:30",
        "14:15",
        "plenary",
        "What 412 letters leave out",
        "Long room",
        None,
        "Imogen Varley, Open Ledger: Destitution Evidence Project",
    ),
    *[
        Line(0, "14:20", "15:20", "breakout", *rest)
        for rest in (
            (
                "For local groups: using it in a case",
                "Long room",
                20,
                "Nasreen Mistry, Rookery Road Law Desk",
            ),
            (
                "For regional groups: using it with councils",
                "Corner room",
                12,
                "Gareth Hallam, Severnside Sanctuary Partnership",
            ),
            (
                "For national groups: using it in parliament",
                "Attic",
                10,
                "Chiamaka Okwuosa, Paper Boat Legal Centre",
            ),
        )
    ],
    Line(0, "15:20", "15:40", "break", "Tea"),
    Line(0, "15:40", "16:30", "plenary", "What each of us will do with it", "Long room"),
]
