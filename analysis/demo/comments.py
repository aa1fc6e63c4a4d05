"""What people write, put together from many sentences so that no two comments are the same."""

import random
import re
from typing import NamedTuple

from analysis.demo import heard, said, wished
from analysis.demo.codebook import THEMES

KEYS = {key for key, _name, _description in THEMES}
TRIES = 40
# Of a hundred comments so many are in another language, say two things, begin or end with more.
ELSEWHERE, TWICE, OPENED, ENDED = 8, 18, 18, 16
# How often a line raises one of the themes that an event is about: of one, two, more of them; and
# how much more often the first is raised than the last.
FAVOURED = [0.35, 0.55, 0.8]
WEIGHTS = [6, 5, 3, 2]

DRAWN = {
    "will": ["will", "will", "want to", "plan to", "mean to"],
    "who": [
        *("a mother of two", "a man I have known for years", "one of our members", "a neighbour"),
        *("a young couple", "somebody in our group", "a woman in our class", "an old friend"),
    ],
    "ally": [
        *("the law desk next door", "the group from the coast", "the kitchen across the river"),
        *("the woman with the red scarf", "the man from the islands", "the choir from the hills"),
    ],
    "place": ["the next valley", "the coast", "the other side of the river", "the old mill town"],
    "language": ["Tigrinya", "Dari", "Sorani", "Amharic", "Pashto", "Tamil", "Somali", "Spanish"],
    "months": ["six months", "seven months", "nearly a year", "more than a year", "eight months"],
    "years": ["two years", "three years", "four years", "five years", "six years"],
    "days": ["seven days", "nine days", "ten days", "eleven days", "two weeks"],
    "times": ["twice", "twice", "three times", "more than once"],
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
}
OPENINGS = {
    "take_back": """
From the first group:
What stays with me:
One thing for sure.
For our group of five:
I wrote this on my hand:
Small, but it counts.
After lunch somebody said it, and it is true:
I came with a question and go home with this.
To be honest, I did not expect much.
We are new to all this.
On the train home I thought of it again:
""",
    "change": """
Next time:
A small wish:
Only this:
I liked the day, and still:
Not a complaint:
From those of us at the back:
You asked, so:
For our members:
""",
}
ENDINGS = {
    "take_back": """

Thank you.
That alone was worth the journey.
I have told my colleague already.
We begin next week.
I wish I had known it before.
Ask me in a year.
It is not much, and it is something.
More of that.
I was not the only one at the table.
It will take a while.
""",
    "change": """
Otherwise it was good.
The rest was lovely.
Thank you for asking.
I can help with that.
I know it costs money.
Everything else: do it again.
""",
}


class Said(NamedTuple):
    """Words, and the keys of the themes that they raise."""

    text: str
    themes: tuple[str, ...]


def _read(text: str) -> list[Said]:
    """Lines under the keys of their themes; an indented line goes on from the one above it."""
    found: list[Said] = []
    themes: tuple[str, ...] = ()
    for line in text.strip().splitlines():
        if line.startswith(" "):
            found[-1] = Said(f"{found[-1].text} {line.strip()}", themes)
        elif KEYS.issuperset(line.split()):
            themes = tuple(line.split())
        else:
            found.append(Said(line, themes))
    return found


class Pool:
    """Lines of one kind: each is taken once before any is taken again."""

    def __init__(self, rng: random.Random, lines: list[Said]) -> None:
        self.rng, self.lines = rng, lines
        self.left: list[Said] = []

    def draw(self) -> Said:
        if not self.left:
            self.left = self.rng.sample(self.lines, len(self.lines))
        return self.left.pop()

    def of(self, theme: str) -> "Pool":
        """The lines that raise one theme; all of them where none does."""
        raising = [line for line in self.lines if theme in line.themes]
        return Pool(self.rng, raising or self.lines)


class Choir:
    """Lines of one kind, and among them those of each theme."""

    def __init__(self, rng: random.Random, text: str) -> None:
        self.rng, self.all = rng, Pool(rng, _read(text))
        self.by_theme = {theme: self.all.of(theme) for theme in sorted(KEYS)}

    def draw(self, about: list[str]) -> Said:
        """A line; often one that raises what an event was about, the first theme most often."""
        if not about or not self.rng.random() < FAVOURED[min(len(about), len(FAVOURED)) - 1]:
            return self.all.draw()
        [theme] = self.rng.choices(about, WEIGHTS[: len(about)])
        return self.by_theme[theme].draw()


class Voices:
    """Draws comments by the question they answer, and remembers what was found in which."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.pools = {
            "take_back": Choir(rng, said.TAKE_BACK + heard.TAKE_BACK),
            "elsewhere": Choir(rng, heard.ELSEWHERE),
            "change": Choir(rng, wished.CHANGE),
            "in_the_way": Choir(rng, wished.IN_THE_WAY),
            "notes": Choir(rng, wished.NOTES),
        }
        self.raised: dict[str, tuple[str, ...]] = {}

    def say(self, question: str, about: list[str] | None = None) -> str:
        """Words that nobody has written so far, as far as there are such."""
        for _ in range(TRIES):
            found = self._composed(question, about or [])
            if found.text not in self.raised:
                break
        self.raised[found.text] = found.themes
        return found.text

    def _composed(self, question: str, about: list[str]) -> Said:
        if question == "take_back" and self._happens(ELSEWHERE):
            return self.pools["elsewhere"].draw(about)
        first = self._filled(self.pools[question].draw(about))
        if question not in OPENINGS:
            return first
        if self._happens(TWICE):
            second = self._filled(self.pools[question].draw([]))
            both = dict.fromkeys([*first.themes, *second.themes])
            return Said(f"{first.text} {second.text}", tuple(both))
        text = first.text
        if self._happens(OPENED):
            text = f"{self._one_of(OPENINGS[question])} {text}"
        if self._happens(ENDED):
            text = f"{text} {self._one_of(ENDINGS[question])}"
        return Said(text, first.themes)

    def _one_of(self, lines: str) -> str:
        return self.rng.choice(lines.strip().splitlines())

    def _happens(self, of_hundred: int) -> bool:
        return self.rng.random() * 100 < of_hundred

    def _filled(self, line: Said) -> Said:
        text = re.sub(r"\{(\w+)\}", lambda found: self.rng.choice(DRAWN[found[1]]), line.text)
        return Said(re.sub(r"(^|[.!?] )([a-z])", _capital, text), line.themes)


def _capital(found: re.Match[str]) -> str:
    return found[1] + found[2].upper()
