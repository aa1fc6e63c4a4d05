"""What people are asked after an event: seven questions, two minutes, answers in words.

No numbers to give and no faces alone; nothing that tells who answers (ux 3.5). The keys are what
counters and comments are kept under, so that they never change.
"""

from dataclasses import dataclass

_AGREE = (
    ("strongly", "Strongly agree"),
    ("agree", "Agree"),
    ("partly", "Partly agree"),
    ("disagree", "Disagree"),
    ("unsaid", "I would rather not say"),
)
TEXT_LENGTH = 500
_FOR_THE_TEAM = f"Only the team reads this. At most {TEXT_LENGTH} characters."


@dataclass(frozen=True)
class Question:
    """One question; without answers to choose from it is for words, or for ticking sessions."""

    key: str
    words: str
    answers: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    # The question that it goes on from, and which has its number.
    follows: str = ""

    def in_words(self, answer: str) -> str:
        return dict(self.answers).get(answer, answer)


QUESTIONS = (
    Question(
        "useful",
        "How useful was it for you?",
        (
            ("very", "Very useful"),
            ("quite", "Quite useful"),
            ("little", "A little useful"),
            ("not", "Not at all useful"),
            ("unsure", "I am not sure"),
        ),
    ),
    Question("welcome", "I felt welcome and safe to speak", _AGREE),
    Question("contacts", "I made contacts I will use", _AGREE),
    Question(
        "part",
        "Could you take part fully?",
        (("yes", "Yes"), ("mostly", "Mostly"), ("no", "No")),
    ),
    Question(
        "in_the_way",
        "If not, what got in the way?",
        hint=_FOR_THE_TEAM,
        follows="part",
    ),
    Question("take_back", "What will you do differently, or take back to your group?"),
    Question("change", "What should we change next time?", hint=_FOR_THE_TEAM),
    Question("sessions", "Which sessions were you in?", hint="Tick those you remember."),
)
RATED = tuple(question for question in QUESTIONS if question.answers)
SESSIONS = "sessions"
WRITTEN = tuple(
    question for question in QUESTIONS if not question.answers and question.key != SESSIONS
)
# Answers that say something come first; who gives one of these has not said how it was.
SAYS_NOTHING = ("unsaid", "unsure")
# The only question whose answers a recap counts.
PUBLISHED = "welcome"
# The only words that may be shown outside the team, and only as their writer says.
SHAREABLE = "take_back"


def by_key(key: str) -> Question:
    """The question of a key. Raises KeyError."""
    return {question.key: question for question in QUESTIONS}[key]
