"""What the pages of the demo's events say."""

# Each series: its title and summary.
SERIES = [
    ("Casework forums", "A day for caseworkers, three times a year, each time in another town."),
    ("Fortnightly trainings", "Two hours or three, every fortnight, each given by another group."),
    ("Festival of small tables", "A month in one yard: something to do together every week."),
]

FORUM_SUMMARY = (
    "A day for frontline caseworkers: bring the case that keeps you awake, meet others who have "
    "had it too, and work out together what would end it."
)
FORUM_DESCRIPTION = """\
Paid and unpaid caseworkers, advisers, befrienders and letter readers who stand beside migrants and
refugees. Groups of two people round a kitchen table are as welcome as national charities. People
who have been through the system themselves take part in everything and lead part of it.

You take home:

- three people you can ring next week
- the notes of every discussion, without names
- one question that we put to decision makers together
"""
FORUM_GETTING_IN = """\
The door is level with the street and opens by itself. There is a lift to the first floor; only the
small meeting room has a step, and it is marked in the programme. The main hall has a hearing loop.
There are two accessible toilets on the ground floor.

Eleven minutes on foot from the station. Bus 14 stops across the road.
"""
FORUM_ARRANGEMENTS = """\
We can book interpreters, sign language and live captions, keep parking spaces, and print papers
in large type. A quiet room is open all day. Tell us when you book; we will ring if anything is
unclear.
"""

SUMMIT_SUMMARY = (
    "Two days for organisers from all over the country: what we won, what we lost, and what we try "
    "together before next year."
)
SUMMIT_DESCRIPTION = """\
People who organise, in groups of any size and in any language, from the first meeting in a front
room to the hundredth in a town hall.

On **Friday** we look back: stories from the year, told by those who were in them, and what we would
not do again. Supper is at the hall and part of the summit.

On **Saturday** we look ahead: working groups write down one thing each that they will do together,
who begins, and by when.
"""
SUMMIT_GETTING_IN = """\
Everything is on the ground floor. The hall has a hearing loop and doors wide enough for every
wheelchair we have met so far. Rooms to stay the night are four minutes away.
"""
SUMMIT_ARRANGEMENTS = (
    "Interpreters, captions, a quiet room on both days, and a lift home after supper."
)

WORKSHOP_SUMMARY = (
    "Two years of refusal letters, read by the people who received them. Hear what we found, and "
    "help us to say it well."
)
WORKSHOP_DESCRIPTION = """\
Local, regional and national groups that could do something with what we found. You need no
background in research: every finding is one page in plain words.

We read 412 decision letters with the people they were sent to. This afternoon we show what the
letters leave out, and ask what a group like yours could do with it.
"""
WORKSHOP_GETTING_IN = "Step-free from the street. The room is on the first floor, with a lift."

NEXT_DESCRIPTION = """\
Everyone who stands beside migrants and refugees when they look for a place to live, paid or not,
and people who are looking for one themselves.

This time it is about homes: evictions after a decision, people moved to another town overnight,
hotels that close on a Monday. The morning is about cases, the afternoon about what would end them.
"""

TRAINING_SUMMARY = (
    "Three hours for people who answer the door: first questions, first limits, first calls."
)

REGIONAL_SUMMARY = (
    "Two days for groups in the north: what we can do together that none of us can do alone, and "
    "who will do it."
)
REGIONAL_DESCRIPTION = """\
Three hosts run this summit together, because no town can carry it alone. Come from any group, of
two people or two hundred, or come as yourself.

Four times in two days we meet in small groups. Choose what you would like to talk about when you
book, and we place everybody so that as many as possible get what they asked for.
"""
REGIONAL_GETTING_IN = """\
The school is on a hill: a minibus waits at the station at 9.15 and 10 on both days. Inside,
everything is level but the music room, which has four steps.
"""

COURSE_DESCRIPTION = """\
For anybody who helps, paid or not. No papers, no tests: we work on cases that could be anybody’s,
and you take home a page that you can use tomorrow.
"""
COURSE_GETTING_IN = "Level from the street. There is a hearing loop, and a quiet corner."
SAFE_SUMMARY = "What to do when somebody tells you that they are not safe, and what never to do."
QUIET_SUMMARY = "Who may come in, what you need not answer, and whom to ring. In four languages."
ONLINE_GETTING_IN = """\
A link is on your booking page. You can come with the camera off and under any name. Captions are
on from the start. It works on an old phone; if it does not, there is a number to ring.
"""

FESTIVAL_DESCRIPTION = """\
A month of small things in one yard, every week at the same hour. Come once or come each time,
with children, with neighbours, with nobody. You need not book.
"""
OPENING_SUMMARY = "Food, music and a table for ninety. It begins a month with something each week."
CLOSING_SUMMARY = "What we made in four weeks, shown and shared. Bring a dish if you can."
SEWING_SUMMARY = "Machines, cloth and somebody who can thread a needle. Stories come by themselves."
WALK_SUMMARY = "An hour by the canal, as slow as the slowest of us, and tea in the yard after it."

MEETING_SUMMARY = (
    "Ninety minutes about the rules that come next month: what changes for the people you know, "
    "and what each of us does this week."
)
MEETING_DESCRIPTION = """\
We called this meeting within eight days, because the rules come into force within thirty.

Twenty minutes of what we know. Then an hour in which everybody writes down one thing they will do.
"""

AGREEMENT = """\
We listen, we leave room for others, and what is said stays in the room.

- Use the names and pronouns that people give.
- No photos of anyone who has not said yes.
- Nobody has to say why they came or what papers they have.
- If something goes wrong, tell anyone with a yellow badge.
"""

# Who acts on the answers to each question, told to people beside it.
PURPOSES = {
    "organisation": "So that the groups mix small and large, and we can say who came",
    "food": "So that there is a lunch you can eat",
    "allergy": "So that the kitchen keeps you safe",
    "access": "So that we can arrange it before the day",
    "interpretation": "So that we can book interpreters in time",
    "childcare": "So that somebody looks after your children in the room beside",
    "travel": "So that nobody stays away because of the fare",
    "photo": "So that nobody is in a picture who does not want to be",
}
