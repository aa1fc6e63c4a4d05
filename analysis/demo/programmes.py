"""Rooms and sessions of the demo's events, as a team would have typed them in.

Sessions with the same times stand side by side in one slot; one alone keeps its own times.
"""

from typing import NamedTuple

from analysis.demo.courses import COURSES
from analysis.demo.subjects import SUBJECTS


class Hall(NamedTuple):
    name: str
    capacity: int
    step_free: bool = True
    loop: bool = False
    quiet: bool = False


class Line(NamedTuple):
    """One session: its day from 0, its times on the clock, how many places it has, if limited."""

    day: int
    start: str
    end: str
    kind: str
    room: str
    places: int | None
    title: str
    led_by: str = ""


def _read(text: str) -> list[Line]:
    """Lines of: day from to kind | room | places | title; under one, who leads it, organisation."""
    found: list[Line] = []
    for line in text.strip().splitlines():
        if line.startswith(" "):
            found[-1] = found[-1]._replace(led_by=line.strip())
            continue
        when, room, places, title = (part.strip() for part in line.split("|"))
        day, start, end, kind = when.split()
        limit = int(places) if places else None
        found.append(Line(int(day), start, end, kind, room, limit, title))
    return found


FORUM_ROOMS = [
    Hall("Great hall", 120, loop=True),
    Hall("Orchard room", 24),
    Hall("Loom room", 20, loop=True, quiet=True),
    Hall("Upper room", 18, step_free=False),
    Hall("Glass room", 22),
    Hall("Quiet room", 6, quiet=True),
]
FORUM_LINES = _read("""
0 10:00 10:50 plenary | Great hall | | Welcome, and what changed this year
    Ifeoma Brandt, Millrace Solidarity Network
0 10:50 11:10 break | Great hall | | Tea
0 11:10 12:30 breakout | Orchard room | 24 | After a refusal: the first two weeks
    Meera Bhandari, Rookery Road Law Desk
0 11:10 12:30 breakout | Loom room | 20 | Moved overnight: keeping a case alive
    Owen Satterthwaite, Thornbeck Migrant Advice
0 11:10 12:30 breakout | Upper room | 18 | When the interpreter is a cousin
    Hodan Samatar, Marches Interpreters’ Cooperative
0 11:10 12:30 breakout | Glass room | 22 | No recourse: three doors that open
    Bridget Inskip, Capital Advice Network on No Recourse
0 12:30 13:30 break | Great hall | | Lunch, and the quiet room
0 13:30 14:50 breakout | Orchard room | 24 | Caseworkers get tired too
    Siân Tudur, Cymru Casework Circle
0 13:30 14:50 breakout | Loom room | 20 | Young people whose age is doubted
    Sajid Qazi, Questioned Ages Casework Project
0 13:30 14:50 breakout | Glass room | 22 | Letters in plain words
    Folasade Adebanjo, Pennant Hill Letter Readers
0 13:30 14:50 breakout | Great hall | 40 | From one case to a campaign
    Aoife Strachan, Bail and Belonging
0 15:00 16:10 plenary | Great hall | | What we say together, and to whom
    Tobias Wrigley, Millrace Solidarity Network
0 16:10 16:30 social | Great hall | | Goodbyes, and lifts home
""")

NEXT_LINES = _read("""
0 10:00 10:45 plenary | Great hall | | Welcome: a year of moving boxes
    Ifeoma Brandt, Millrace Solidarity Network
0 10:45 11:05 break | Great hall | | Tea
0 11:05 12:30 breakout | Orchard room | 24 | Twenty-eight days to find a home
    Josie Rushworth, Bellmakers’ Yard Housing Action
0 11:05 12:30 breakout | Loom room | 20 | Rooms that make people ill
    Ekow Sarpong, Doctors and Midwives for Sanctuary
0 11:05 12:30 breakout | Upper room | 18 | Hosting, and when it goes wrong
    Verity Dunmore, Hosting Without Borders UK
0 11:05 12:30 breakout | Glass room | 22 | Families and one room
    Khadra Warsame, Dunley Park Families Together
0 12:30 13:30 break | Great hall | | Lunch, and the quiet room
0 13:30 14:50 workshop | Great hall | 40 | Writing one question to the council
    Gareth Hallam, Severnside Sanctuary Partnership
0 13:30 14:50 workshop | Loom room | 20 | Reading a tenancy, line by line
    Nasreen Mistry, Rookery Road Law Desk
0 13:30 14:50 workshop | Glass room | 22 | Saying no to a bad room, together
    Harjit Dhaliwal, Larkhill Allotment for All
0 15:00 16:00 plenary | Great hall | | Who does what before we meet again
    Tobias Wrigley, Millrace Solidarity Network
""")

SUMMIT_ROOMS = [
    Hall("Market hall", 200, loop=True),
    Hall("North gallery", 48),
    Hall("South gallery", 48),
    Hall("Green room", 36, loop=True, quiet=True),
    Hall("Reading room", 12, quiet=True),
]
SUMMIT_LINES = _read("""
0 13:00 14:00 plenary | Market hall | | Welcome, and four stories from the year
    Ifeoma Brandt, Millrace Solidarity Network
0 14:15 15:45 workshop | North gallery | 46 | Holding a public meeting safely
    Liban Guled, Diaspora Advice Line
0 14:15 15:45 workshop | South gallery | 46 | Money from people like us
    Frances Wragg, Ridings Casework Exchange
0 14:15 15:45 workshop | Green room | 34 | Saying no to a ministry
    Aoife Strachan, Bail and Belonging
0 15:45 16:15 break | Market hall | | Tea
0 16:15 17:30 plenary | Market hall | | What we lost, and what it taught us
    Marguerite Oyelaran, Quayside Research Exchange
0 18:30 21:00 social | Market hall | | Supper, songs and sitting about
1 09:30 10:15 plenary | Market hall | | Where we stand
    Tobias Wrigley, Millrace Solidarity Network
1 10:30 12:30 breakout | North gallery | 46 | Homes
    Josie Rushworth, Bellmakers’ Yard Housing Action
1 10:30 12:30 breakout | South gallery | 46 | Work and wages
    Marisol Urrutia, Fenland Seasonal Workers’ Alliance
1 10:30 12:30 breakout | Green room | 34 | Detention
    Martin Kershaw, Wealden Visitors to Detained People
1 12:30 13:30 break | Market hall | | Lunch
1 13:30 14:45 workshop | Market hall | 150 | One thing each: who begins, and by when
1 15:00 15:45 plenary | Market hall | | Read aloud, and goodbye
    Ifeoma Brandt, Millrace Solidarity Network
""")

# A hall and eight rooms of a school in the holidays: four groups at a time, four times.
REGIONAL_ROOMS = [
    Hall("School hall", 240, loop=True),
    Hall("Library", 40, loop=True, quiet=True),
    Hall("Science room", 36),
    Hall("Art room", 36),
    Hall("Music room", 34, step_free=False),
    Hall("Chapel corner", 10, quiet=True),
]
REGIONAL_LINES = _read("""
0 10:30 11:15 plenary | School hall | | Welcome from three hosts
    Ottoline Mensah-Reid, Northmoor Organisers’ Assembly
0 11:30 12:45 breakout | Library | 38 | What a region can do that a town cannot
    Frances Wragg, Ridings Casework Exchange
0 11:30 12:45 breakout | Science room | 34 | Solicitors: where they are, and where none is
    Nasreen Mistry, Rookery Road Law Desk
0 11:30 12:45 breakout | Art room | 34 | New arrivals and small towns
    Harjit Dhaliwal, Larkhill Allotment for All
0 11:30 12:45 breakout | Music room | 32 | Interpreters we can share
    Hodan Samatar, Marches Interpreters’ Cooperative
0 12:45 13:45 break | School hall | | Lunch
0 13:45 15:15 breakout | Library | 38 | Hotels that close on a Monday
    Khadra Warsame, Dunley Park Families Together
0 13:45 15:15 breakout | Science room | 34 | Looking after volunteers
    Siân Tudur, Cymru Casework Circle
0 13:45 15:15 breakout | Art room | 34 | When the far right comes to the door
    Liban Guled, Diaspora Advice Line
0 13:45 15:15 breakout | Music room | 32 | Money that three hosts could ask for
    Imogen Varley, Open Ledger: Destitution Evidence Project
0 15:30 16:30 plenary | School hall | | What we heard today
    Caspian Thwaite, Quayside Research Exchange
0 18:00 21:00 social | School hall | | Supper and a quiz without winners
1 09:30 10:00 plenary | School hall | | Good morning
    Jarek Holloway, Northmoor Organisers’ Assembly
1 10:15 11:45 workshop | Library | 38 | A rota of phones for the whole region
    Owen Satterthwaite, Thornbeck Migrant Advice
1 10:15 11:45 workshop | Science room | 34 | Age disputes: one protocol for six councils
    Sajid Qazi, Questioned Ages Casework Project
1 10:15 11:45 workshop | Art room | 34 | Work and wages in the fields
    Marisol Urrutia, Fenland Seasonal Workers’ Alliance
1 10:15 11:45 workshop | Music room | 32 | Visiting far-away detention
    Martin Kershaw, Wealden Visitors to Detained People
1 12:00 13:00 workshop | Library | 38 | Letters to the editor
    Aoife Strachan, Bail and Belonging
1 12:00 13:00 workshop | Science room | 34 | Health visits without fear
    Ekow Sarpong, Doctors and Midwives for Sanctuary
1 12:00 13:00 workshop | Art room | 34 | English for the first week
    Delyth Cadwaladr, Grŵp Sgwrs Llanferwen
1 12:00 13:00 workshop | Music room | 32 | Songs, food and why they matter
    Thiago Urrutia, Wharfside Food Union
1 13:00 14:00 break | School hall | | Lunch
1 14:00 15:30 plenary | School hall | | One thing each: who begins, and by when
    Ifeoma Brandt, Millrace Solidarity Network
""")

WORKSHOP_ROOMS = [
    Hall("Long room", 40, loop=True),
    Hall("Corner room", 14, quiet=True),
    Hall("Attic", 12),
]
WORKSHOP_LINES = _read("""
0 13:30 14:15 plenary | Long room | | What 412 letters leave out
    Imogen Varley, Open Ledger: Destitution Evidence Project
0 14:20 15:20 breakout | Long room | 20 | For local groups: using it in a case
    Nasreen Mistry, Rookery Road Law Desk
0 14:20 15:20 breakout | Corner room | 12 | For regional groups: using it with councils
    Gareth Hallam, Severnside Sanctuary Partnership
0 14:20 15:20 breakout | Attic | 10 | For national groups: using it in parliament
    Chiamaka Okwuosa, Paper Boat Legal Centre
0 15:20 15:40 break | Long room | | Tea
0 15:40 16:30 plenary | Long room | | What each of us will do with it
    Marguerite Oyelaran, Quayside Research Exchange
""")

# Names that stand in a programme, with an organisation: nobody else in the demo has them.
LEADS = {
    led_by.partition(", ")[0]
    for led_by in [
        *(
            line.led_by
            for line in [*FORUM_LINES, *NEXT_LINES, *SUMMIT_LINES, *REGIONAL_LINES, *WORKSHOP_LINES]
        ),
        *(subject.led_by for subject in SUBJECTS),
        *(course.given_by for course in COURSES),
    ]
}
