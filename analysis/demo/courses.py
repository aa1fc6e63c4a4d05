"""The trainings of a year: twenty-four evenings and afternoons, given by twenty-three groups."""

from typing import NamedTuple


class Course(NamedTuple):
    """One training: who gave it, where (online when empty), how many booked and came."""

    title: str
    summary: str
    given_by: str
    town: str
    booked: int
    came: int
    about: str  # the theme that is heard most afterwards


def _read(text: str) -> list[Course]:
    """Title and summary; under them who gave it, the town if any, booked, came and its theme."""
    lines = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
    return [
        Course(title, summary, given_by, town, int(booked), int(came), about)
        for (title, summary), (given_by, town, booked, came, about) in zip(
            lines[::2], lines[1::2], strict=True
        )
    ]


# The oldest first.
COURSES = _read("""
Reading a refusal letter | What each paragraph means, and which ones to answer.
    Folasade Adebanjo, Pennant Hill Letter Readers | Leeds | 41 | 34 | letters
How asylum support works | Who gets what, when it stops, and how to ask again.
    Imogen Varley, Open Ledger: Destitution Evidence Project | | 58 | 42 | destitution
Being a good neighbour to an interpreter | Short sentences, breaks, and what not to say.
    Hodan Samatar, Marches Interpreters’ Cooperative | | 52 | 38 | interpreting
Housing law in ninety minutes | Notices, evictions, and what a council owes.
    Josie Rushworth, Bellmakers’ Yard Housing Action | | 66 | 49 | homes
Sitting with someone in crisis | What to do in the first hour, and whom to ring.
    Ekow Sarpong, Doctors and Midwives for Sanctuary | Manchester | 38 | 31 | health
Age disputes: the first phone calls | What a young person needs within two days.
    Sajid Qazi, Questioned Ages Casework Project | | 61 | 44 | ages
Money from people like us | Small gifts, small grants, and saying thank you.
    Frances Wragg, Ridings Casework Exchange | Bradford | 40 | 33 | campaigns
Visiting people in detention | Before, during and after a visit.
    Martin Kershaw, Wealden Visitors to Detained People | | 49 | 36 | detention
Family reunion, form by form | Who may come, what it costs, what goes wrong.
    Meera Bhandari, Family Reunion Casework Collective | | 72 | 55 | families
Looking after ourselves, looking after each other | Supervision among friends, with a timetable.
    Siân Tudur, Cymru Casework Circle | Newport | 44 | 37 | care
No recourse to public funds | Three doors that open, and how to knock.
    Bridget Inskip, Capital Advice Network on No Recourse | | 68 | 50 | destitution
Keeping records that protect people | What to write down, where, and what to leave out.
    Nasreen Mistry, Rookery Road Law Desk | | 63 | 47 | letters
Unpaid wages | Evidence, letters and the first claim.
    Marisol Urrutia, Fenland Seasonal Workers’ Alliance | Peterborough | 42 | 35 | work
Bail: being there on the day | What a surety does, and what a friend can do.
    Aoife Strachan, Bail and Belonging | | 55 | 40 | detention
Hosting at home | Agreements, keys, and how to end it well.
    Verity Dunmore, Hosting Without Borders UK | Bristol | 45 | 38 | homes
Writing to a member of parliament | One page that gets an answer.
    Gareth Hallam, Severnside Sanctuary Partnership | | 70 | 53 | campaigns
Recognising trafficking | Signs, first steps, and nobody’s fault.
    Chiamaka Okwuosa, Trafficking Survivors’ Casework Alliance | | 77 | 59 | safety
Planning a public meeting safely | Doors, stewards, and who speaks to the press.
    Liban Guled, Diaspora Advice Line | Sheffield | 48 | 41 | safety
English for the first week | Games and pictures for people who just arrived.
    Delyth Cadwaladr, Grŵp Sgwrs Llanferwen | | 57 | 43 | interpreting
The move-on period, day by day | A calendar from the decision to the keys.
    Josie Rushworth, Bellmakers’ Yard Housing Action | | 82 | 64 | homes
Doctors, dentists, midwives: how to register | What a surgery may ask, and what it may not.
    Rukhsana Qazi, Mersey and Fells Migrant Health Link | Liverpool | 46 | 39 | health
Volunteers: welcome, check, keep | From the first coffee to the second year.
    Harjit Dhaliwal, Larkhill Allotment for All | | 54 | 41 | volunteers
Fresh claims: what counts as new | With examples that could be anybody’s.
    Anselmo Magalhães, Paper Boat Legal Centre | | 84 | 66 | legal
Tracing missing relatives | Whom to ask, what to bring, how to wait.
    Itzel Peñaranda, Missing at Sea Family Tracing | Leeds | 47 | 39 | families
""")
