"""Which themes words may raise, learned from words that people read: plain numpy, no database.

    model = ThemeModel.fit(confirmed, codebook)
    model.suggest(["The lift was broken."])

What comes out is an offer and never a count: people who read the same words agree on about 85 in
100 themes, and this on 40 to 65 (benchmarks/themes.py measures it).
"""

from feedback.theme_suggestions.embedding import Embedder, installed_embedder
from feedback.theme_suggestions.examples import Described, Example, Suggestion, chosen
from feedback.theme_suggestions.learning import ThemeModel

__all__ = [
    "Described",
    "Embedder",
    "Example",
    "Suggestion",
    "ThemeModel",
    "chosen",
    "installed_embedder",
]
