"""What is learned from words that were read: themes for new ones, how sure, and when to be silent.

How well it does on real comments is measured by benchmarks/themes.py.
"""

import csv
import json
import runpy

import pytest

from feedback.theme_suggestions import Described, Example, ThemeModel, chosen
from feedback.theme_suggestions.languages import Coverage
from tests.project.test_architecture import ROOT

BOOK = [
    Described("food", "Food", "Lunch, meals, snacks, coffee and what people eat"),
    Described("time", "More time", "Breaks, longer sessions, less of a rush"),
    Described("access", "Access", "Lift, stairs, wheelchair, toilets and hearing loop"),
]
SAID = {
    "food": ["The lunch was {}.", "We found the coffee {}.", "There was {} soup for all of us."],
    "time": ["The sessions were {} and short.", "Breaks were {} this time.", "It was a {} rush."],
    "access": ["The lift was {}.", "I had {} stairs to climb.", "The hearing loop was {}."],
}
READ = [
    Example(words.format(how), frozenset({theme}))
    for how in ("good", "bad", "very cold", "not what we asked for")
    for theme, sentences in SAID.items()
    for words in sentences
]
NEW = {
    "Lunch was lovely, and so was the soup.": "food",
    "The lift was broken and there were too many stairs.": "access",
    "I wanted longer breaks and less of a rush.": "time",
}


def likeliest(model, texts):
    return [[one.theme for one in found][:1] for found in model.suggest(list(texts))]


@pytest.fixture(scope="module")
def model():
    return ThemeModel.fit(READ, BOOK)


def test_what_was_read_tells_the_themes_of_new_words(model):
    found = model.suggest(list(NEW))
    assert [suggestions[0].theme for suggestions in found] == list(NEW.values())
    for suggestions in found:
        assert {one.theme for one in suggestions} == {"food", "time", "access"}
        assert [one.is_suggested for one in suggestions] == [True, False, False]
        sure = [one.probability for one in suggestions]
        assert 1 > sure[0] > 0.5 > sure[1] >= sure[2] > 0


def test_a_codebook_that_nobody_has_used_suggests_by_its_descriptions():
    assert likeliest(ThemeModel.fit([], BOOK), NEW) == [["food"], ["access"], ["time"]]


def test_the_same_words_give_the_same_figures(model):
    assert ThemeModel.fit(READ, BOOK).suggest(list(NEW)) == model.suggest(list(NEW))


def test_words_that_raise_nothing_teach_that_nothing_may_fit():
    small_talk = [Example(f"See you all on {day}.", frozenset()) for day in "MTWFS"] * 4
    model = ThemeModel.fit([*READ, *small_talk], BOOK)
    [found] = model.suggest(["See you all on Thursday."])
    assert [one.is_suggested for one in found] == [False, False, False]


def test_nothing_is_suggested_in_a_language_of_which_nothing_is_known(model):
    unknown = ["Ushqimi ishte shumë i mirë.", "ምግቡ በጣም ጥሩ ነበር።", "غذا خیلی خوب بود.", "!!!", ""]
    assert model.suggest(unknown) == [[], [], [], [], []]


def test_an_embedder_covers_its_languages_and_no_others():
    covered = Coverage(["The lunch was good."], Meaning())
    known = [
        "كان الطعام لذيذا جدا.",
        "La nourriture était très bonne.",
        "Çok güzel yemek vardı.",
    ]
    unknown = ["Cuntadu aad bay u fiicnayd.", "ምግቡ በጣም ጥሩ ነበር።", "کھانا بہت اچھا تھا۔"]
    assert [covered.of(text) for text in [*known, *unknown]] == [True] * 3 + [False] * 3


class Meaning:
    """An embedder that knows two words for one thing."""

    name = "two words for one thing"

    def embed(self, texts):
        import numpy as np

        words = ["soup lunch coffee food repas", "lift stairs access", "breaks rush time"]
        rows = [[sum(w in text.lower() for w in of.split()) for of in words] for text in texts]
        return np.array(rows, dtype=np.float32)


def test_an_embedder_adds_what_letters_cannot_tell():
    english = ThemeModel.fit(READ, BOOK)
    meaning = ThemeModel.fit(READ, BOOK, Meaning())
    french = ["Le repas est bien pour nous tous."]
    assert english.suggest(french) == [[]]
    assert likeliest(meaning, french) == [["food"]]


def test_of_many_the_nearest_are_learned_and_a_share_of_each_theme():
    rare = Example("The only one about the lift.", frozenset({"access"}))
    many = [Example(f"Number {number}", frozenset({"food"})) for number in range(100)]
    kept = chosen([*many, rare], most=40)
    assert len(kept) == 40
    assert kept[-1] == rare
    assert kept[:39] == many[:39]


def test_the_measure_writes_a_row_for_each_text_and_theme(tmp_path, monkeypatch):
    train, texts, book = (tmp_path / name for name in ("train.csv", "texts.csv", "book.json"))
    rows = "".join(f"{example.text},{';'.join(example.themes)}\n" for example in READ)
    train.write_text(f"text,themes\n{rows}")
    texts.write_text("text\nThe lift was broken.\nUshqimi ishte shumë i mirë.\n")
    book.write_text(json.dumps({one.theme: one.description for one in BOOK}))
    out = tmp_path / "out.csv"
    call = ["themes.py", train, texts, "--descriptions", book, "--output", out]
    monkeypatch.setattr("sys.argv", [str(word) for word in call])
    runpy.run_path(str(ROOT / "benchmarks" / "themes.py"), run_name="__main__")
    with out.open() as file:
        found = list(csv.DictReader(file))
    assert [row["theme"] for row in found[:1]] == ["access"]
    assert [row["suggested"] for row in found] == ["1", "0", "0", "0", "0", "0"]
    assert list(found[0]) == ["text", "theme", "score", "probability", "suggested"]
    assert {row["probability"] for row in found[3:]} == {"0.000000"}
