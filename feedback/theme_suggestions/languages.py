"""Whether anything is known of the language of a text: where nothing is, nothing is suggested.

A guess in a language that nobody here has read and no embedder knows would be noise. It is told
by words, not by a model: those that were read, and the commonest of languages that were.
"""

import re
from collections.abc import Iterable, Sequence

from feedback.theme_suggestions.embedding import Embedder
from feedback.theme_suggestions.hashing import words_of

# Of three words and more, so many of a text must be known: fewer are the same in many languages.
_SHARE = 1 / 4
_SHORTEST = 3
_READ = 1 / 8

# The commonest words of the languages in Latin letters that the embedder knows.
_COMMON = {
    "en": "the and was for are with that this not have were but from they all very more our there "
    "what would could you had has been who how some when will about their which can too much "
    "good well really nothing none everything time people thank thanks helpful friendly nice "
    "don know",
    "fr": "les des une est pas pour dans que qui sur avec nous vous plus très était sont mais tout "
    "cette être par aux ont comme bien ces trop fait peu sans elle",
    "de": "der die das und ist nicht ein eine mit auf für sich den dem des auch von wird sind war "
    "oder aber wie nur noch sehr hier bei wir man kann mehr zum zur einen keine durch über",
    "es": "los las una del que por con para está más pero muy como nos son fue hay sin sobre todo "
    "este esta todos había mucho poco bien",
    "it": "che non una per con del della sono più molto anche come gli nel alla era dei delle "
    "questo questa stato tutto bene poco troppo",
    "nl": "het een van niet dat met voor zijn was maar ook aan er bij meer naar zeer heel hebben "
    "heeft wij veel geen wordt deze goed goede",
    "pl": "nie jest się był była było dla jak ale czy bardzo więcej przez tylko oraz już tak "
    "które który tym mnie nas dobrze",
    "pt": "que não uma com para por mais foi muito mas dos das está como nos são tem bem esta este "
    "tudo ser pouco estava",
    "tr": "bir çok için ile daha bu değil olarak kadar gibi ama var yok güzel vardı biraz olan iyi "
    "idi bize oldu",
}
_COMMON_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
# Letters of the other languages that the embedder knows: Arabic with Persian, Russian, Chinese,
# Japanese, Korean, Thai.
_ITS_LETTERS = re.compile(r"[\u0620-\u064Aپچژکگیа-яёก-๙\u4E00-\u9FFF\u3040-\u30FF\uAC00-\uD7AF]")
# Letters of Urdu, Pashto, Kurdish, Ukrainian and others that it does not know.
_OTHERS_LETTERS = re.compile(r"[ٹڈڑںےہښځډړڼڤڵڕۆێەіїєґўјљњћђќѓқңғүұһәө]")


class Coverage:
    """The words that are known, from texts that were read and from themes that were described."""

    def __init__(self, texts: Iterable[str], embedder: Embedder | None) -> None:
        self._knows_more = embedder is not None
        self._words = set[str]()
        languages = set(_COMMON_WORDS if embedder else ())
        for text in texts:
            words = words_of(text)
            self._words.update(words)
            languages |= _language(words)
        for language in languages:
            self._words |= _COMMON_WORDS[language]

    def of(self, text: str) -> bool:
        """Whether enough of its words are known, or the embedder knows its letters."""
        words = words_of(text)
        telling = [word for word in words if len(word) >= _SHORTEST] or words
        known = sum(word in self._words for word in telling)
        if known and known >= _SHARE * len(telling):
            return True
        return self._knows_more and _has_its_letters(text.lower())


def _language(words: Sequence[str]) -> set[str]:
    """The language that most of these words are common in, if it is clear."""
    shares = {
        language: sum(word in common for word in words) / max(len(words), 1)
        for language, common in _COMMON_WORDS.items()
    }
    likeliest = max(shares, key=lambda language: shares[language])
    return {likeliest} if shares[likeliest] >= _READ else set()


def _has_its_letters(text: str) -> bool:
    letters = sum(sign.isalpha() for sign in text)
    its = len(_ITS_LETTERS.findall(text))
    return its > letters / 2 and not _OTHERS_LETTERS.search(text)
