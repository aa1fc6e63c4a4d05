"""Words as numbers: how often each word, pair of words and piece of a word stands in a text.

Each is counted in a drawer found by a checksum, so that there is no list of words to keep. Rare
ones weigh more, and the second time a word stands there adds less than the first.
"""

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

DRAWERS = 2_048  # for words and pairs, and as many again for pieces of words
SHORTEST, LONGEST = 3, 5  # letters of a piece, with a blank at each end of a word
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Its words in small letters, in their order."""
    return _WORD.findall(text.lower())


def counted(texts: Sequence[str]) -> "Matrix":
    """A row for each text, with what its drawers hold: words and pairs, then pieces.

    What stands there n times is 1 + log n.
    """
    import numpy as np

    rows = np.zeros((len(texts), 2 * DRAWERS), dtype=np.float32)
    known: dict[str, _Word] = {}
    for row, text in zip(rows, texts, strict=True):
        words = []
        for said in words_of(text):
            if said not in known:
                known[said] = _Word(said)
            words.append(known[said])
        drawers = [word.checksum % DRAWERS for word in words]
        drawers += [
            zlib.crc32(after.behind, one.checksum) % DRAWERS for one, after in pairwise(words)
        ]
        for word in words:
            drawers += word.pieces
        held, times = np.unique(np.array(drawers, dtype=np.int64), return_counts=True)
        row[held] = 1 + np.log(times)
    return rows


class _Word:
    """A word as it is counted: its checksum, and those of its pieces; of a short word the whole."""

    def __init__(self, word: str) -> None:
        self.checksum = zlib.crc32(word.encode())
        self.behind = f" {word}".encode()
        ends = f" {word} "
        lengths = [length for length in range(SHORTEST, LONGEST + 1) if length < len(ends)]
        pieces = [
            ends[at : at + length] for length in lengths for at in range(len(ends) - length + 1)
        ]
        if len(ends) <= LONGEST:
            pieces.append(ends)
        self.pieces = [DRAWERS + zlib.crc32(piece.encode()) % DRAWERS for piece in pieces]


def rarity(rows: "Matrix") -> "Matrix":
    """How much each drawer weighs: the fewer of these texts have something in it, the more."""
    import numpy as np

    weights: Matrix = np.log((1 + len(rows)) / (1 + (rows > 0).sum(axis=0))) + 1
    return weights.astype(np.float32)


def weighed(rows: "Matrix", weights: "Matrix") -> "Matrix":
    """Rows of length one, half of it words and pairs and half of it pieces."""
    import numpy as np

    heavy = rows * weights
    halves = [unit(heavy[:, :DRAWERS]), unit(heavy[:, DRAWERS:])]
    return np.hstack(halves) * np.float32(0.5**0.5)


def unit(rows: "Matrix") -> "Matrix":
    """The rows with length one; a row of noughts stays."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Matrix = rows / np.maximum(lengths, 1e-9)
    return found
