"""The themes that the hosts of the demo listen for, by the short keys of said.py and wished.py."""

from feedback import themes
from feedback.models import Theme
from forum.models import Host, User

# Key | name | what it covers.
THEMES = [
    line.split(" | ")
    for line in """
legal | Legal advice | No solicitor, advice that comes too late, what only a lawyer may say
homes | Homes | Evictions, hotels, moves overnight, rooms that make people ill
interpreting | Interpreting | Being understood: interpreters, translated letters, languages
care | Looking after ourselves | Tiredness, supervision, saying no, and joy
campaigns | From cases to campaigns | What we say together, and to whom
destitution | Destitution | No money, no recourse, food, fares and phone credit
ages | Age disputes | Young people who are not believed
waiting | Waiting | Decisions that take years, silence, reporting
health | Health | Doctors, midwives, dentists, sleep
detention | Detention and bail | Visits, bail, the first hour
work | Work and wages | Unpaid wages, care work, seasonal work
families | Families | Reunion, children, missing relatives
letters | Letters and evidence | Writing, keeping and reading papers
others | Meeting others | People to ring, groups like ours, not being the only one
volunteers | Volunteers | Finding, training and keeping them
safety | Safety | Threats, fear on the way, addresses
meet | How we meet | Rooms, sound, breaks, signs, hours
food | Food | What we ate, and when
travel | Fares and travel | Getting there, and getting the fare back
home | Joining from home | Links, sound, captions
children | Children at the event | A room for them, and hours that fit school
""".strip().splitlines()
]
# Two that turned out to be one: it goes into the other, and its page leads there.
MERGED = ("Eviction and hotels", "homes")


class Codebook:
    """A host's themes, by key."""

    def __init__(self, host: Host, by: User) -> None:
        self.themes = {
            key: themes.add(host=host, name=name, description=description, by=by)
            for key, name, description in THEMES
        }
        name, into = MERGED
        themes.merge(theme=themes.add(host=host, name=name, by=by), into=self.themes[into], by=by)

    def named(self, keys: tuple[str, ...]) -> list[Theme]:
        return [self.themes[key] for key in keys]
