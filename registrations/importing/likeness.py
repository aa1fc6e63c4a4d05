"""Organisations whose names are nearly the same, so that one group does not become two."""

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

# Words that say what kind of body it is and not which one.
_KIND = {
    *("the", "of", "and", "for", "in", "a", "uk", "ltd", "limited", "cic", "cio", "charity", "inc"),
    *("trust", "foundation", "association", "org", "organisation", "organization", "group"),
    *("project", "network"),
}
_ALIKE = 0.87
# A word that so many names hold tells none of them apart.
_COMMON = 40


def like(key: str, others: Iterable[str]) -> list[str]:
    """Those of the other names' keys that are nearly this one, the nearest first."""
    return Index(others).like(key)


class Index:
    """Names by their words, so that ten thousand of them are not compared two by two."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = list(dict.fromkeys(keys))
        self.by_word: dict[str, list[str]] = defaultdict(list)
        for key in self.keys:
            for word in _marks(key):
                self.by_word[word].append(key)

    def like(self, key: str) -> list[str]:
        """The names that are nearly this one, the nearest first; at most three."""
        near = {
            other
            for word in _marks(key)
            if len(self.by_word.get(word, ())) <= _COMMON
            for other in self.by_word.get(word, ())
        }
        rated = sorted(((_alike(key, other), other) for other in near - {key}), reverse=True)
        return [other for rate, other in rated if rate >= _ALIKE][:3]


def _words(key: str) -> list[str]:
    return [word for word in key.split() if word not in _KIND]


def _marks(key: str) -> set[str]:
    """By what a name is looked up: its words, and how each begins, for words that are mistyped."""
    words = _words(key) or key.split()
    return {*words, *(f"{word[:4]}~" for word in words if len(word) > 4)}


def _alike(one: str, other: str) -> float:
    """From 0 to 1: the same words, or the same letters but for a few."""
    if _words(one) and set(_words(one)) == set(_words(other)):
        return 1.0
    if _numbers(one) != _numbers(other):
        return 0.0
    return SequenceMatcher(None, one, other).ratio()


def _numbers(key: str) -> list[str]:
    return re.findall(r"\d+", key)
