"""The learner: kernel ridge over what texts look like, with each theme as a text of its own.

Solved in closed form, which gives the leave-one-out scores for nothing. A theme's name and
description weigh as much as three comments that raise it alone, so that a codebook that nobody
has used yet suggests something.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING

from feedback.theme_suggestions import certainty, hashing
from feedback.theme_suggestions.certainty import Certainty
from feedback.theme_suggestions.embedding import Embedder
from feedback.theme_suggestions.examples import Described, Example, Suggestion, chosen
from feedback.theme_suggestions.languages import Coverage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

RIDGE = 0.3
DESCRIPTION = 3  # comments
# What so many texts with as many themes as usual would add to how common each theme is.
_UNSEEN, _THEMES_OF_A_TEXT = 5, 1.3
# So many unread texts are enough to tell which words are rare.
_TELLING = 300
_AT_ONCE = 500  # texts; each takes 20 KB while it is looked at


class Looks:
    """What texts look like: half by their letters and half by the embedder, if there is one."""

    def __init__(
        self, read: Sequence[str], others: Sequence[str], embedder: Embedder | None
    ) -> None:
        """All of these tell which words are rare, and what was read what is meant on average."""
        import numpy as np

        self.embedder = embedder
        counted = hashing.counted([*read, *others])
        self.rarity = hashing.rarity(counted)
        self.middle = np.zeros(1, dtype=np.float32)
        if embedder:
            self.middle = embedder.embed(read or others).mean(axis=0)
        self.read = self._seen(counted[: len(read)], read)

    def of(self, texts: Sequence[str]) -> "Matrix":
        return self._seen(hashing.counted(texts), texts)

    def _seen(self, counted: "Matrix", texts: Sequence[str]) -> "Matrix":
        import numpy as np

        letters = hashing.weighed(counted, self.rarity)
        if self.embedder is None or not texts:
            return letters
        meant = hashing.unit(self.embedder.embed(texts) - self.middle)
        return np.hstack([letters, meant]) * np.float32(0.5**0.5)


class ThemeModel:
    """What was learned; `fit` makes one."""

    def __init__(
        self,
        themes: list[Hashable],
        looks: Looks,
        weights: "Matrix",
        common: "Matrix",
        sure: Certainty,
        coverage: Coverage,
    ) -> None:
        self.themes, self.looks, self.coverage = themes, looks, coverage
        self.weights, self.common, self.certainty = weights, common, sure

    @classmethod
    def fit(
        cls,
        confirmed: Sequence[Example],
        codebook: Sequence[Described],
        embedder: Embedder | None = None,
        *,
        unread: Sequence[str] = (),
    ) -> "ThemeModel":
        """Learn from words that were read, the nearest first, of which 1,500 are taken.

        `unread` words only tell which words are rare. Themes that are not in the codebook are not
        learned. The codebook has at least one theme.
        """
        import numpy as np

        confirmed = chosen(confirmed)
        themes = [one.theme for one in codebook]
        read = [example.text for example in confirmed]
        described = [f"{one.name}. {one.description}" for one in codebook]
        looks = Looks(read, unread[:_TELLING] or described, embedder)
        seen = np.vstack([looks.read, looks.of(described)]) if read else looks.of(described)
        truth = _raised(confirmed, themes)
        common = (truth.sum(axis=0) + _UNSEEN * _THEMES_OF_A_TEXT / len(themes)) / (
            len(confirmed) + _UNSEEN
        )
        wanted = np.vstack([truth, np.eye(len(themes), dtype=np.float32)]) - common
        doubt = [RIDGE] * len(confirmed) + [RIDGE / DESCRIPTION] * len(themes)
        inverse = np.linalg.inv(seen @ seen.T + np.diag(np.array(doubt, dtype=np.float32)))
        pull = inverse @ wanted
        left_out = (wanted - pull / np.diag(inverse)[:, None])[: len(confirmed)] + common
        return cls(
            themes,
            looks,
            seen.T @ pull,
            common,
            certainty.learned(left_out, truth),
            Coverage([*read, *described], embedder),
        )

    def suggest(self, texts: Sequence[str]) -> list[list[Suggestion]]:
        """For each text every theme, the likeliest first; nothing in a language not covered."""
        return [
            found
            for at in range(0, len(texts), _AT_ONCE)
            for found in self._of(texts[at : at + _AT_ONCE])
        ]

    def _of(self, texts: Sequence[str]) -> Iterator[list[Suggestion]]:
        scores = self.looks.of(texts) @ self.weights + self.common
        sure, said = self.certainty.of(scores), self.certainty.suggests(scores)
        for at, text in enumerate(texts):
            found = map(
                Suggestion, self.themes, *(each[at].tolist() for each in (scores, sure, said))
            )
            covered = self.coverage.of(text)
            yield sorted(found, key=lambda one: -one.score) if covered else []


def _raised(examples: Sequence[Example], themes: Sequence[Hashable]) -> "Matrix":
    """A row for each text and a column for each theme: 1 where it raises it."""
    import numpy as np

    column = {theme: at for at, theme in enumerate(themes)}
    rows = np.zeros((len(examples), len(themes)), dtype=np.float32)
    for row, example in zip(rows, examples, strict=True):
        row[[column[theme] for theme in example.themes if theme in column]] = 1
    return rows
