"""JSON that somebody else wrote, read so that whatever is wrong in it is named."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

LARGEST_FILE = 20_000_000  # bytes; 2,000 people take half a million
LARGEST_NUMBER = 1_000_000


class BadFileError(ValueError):
    """A file that cannot be used. `faults` says for each what is wrong, and where."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def loads(content: bytes) -> object:
    """What the JSON says. Raises BadFileError, also for what JSON allows and nobody means."""
    if len(content) > LARGEST_FILE:
        raise BadFileError([f"the file has more than {LARGEST_FILE:,} bytes"])
    try:
        return json.loads(
            content.decode("utf-8-sig"), parse_constant=_constant, object_pairs_hook=_pairs
        )
    except BadFileError:
        raise
    except UnicodeDecodeError as error:
        raise BadFileError([f"the file is not text in UTF-8, from byte {error.start} on"]) from None
    except json.JSONDecodeError as error:
        words = f"the file is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        raise BadFileError([words]) from None
    except RecursionError:
        raise BadFileError(["the file is nested too deeply"]) from None
    except ValueError:
        raise BadFileError(["the file holds a number with too many digits"]) from None


def _constant(name: str) -> object:
    raise BadFileError([f"the file is not JSON: it holds {name}, which is no number"])


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = quoted(_twice(key for key, _value in pairs))
        raise BadFileError([f"the key {twice} stands twice in one object"])
    return found


def _twice(texts: Iterable[str]) -> str:
    """The first of them that comes again."""
    return next(one for one, times in Counter(texts).items() if times > 1)


def quoted(value: object) -> str:
    """A value for the words of a fault: on one line, short, and writable anywhere."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value, ensure_ascii=False)
    text = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
    return text if len(text) <= 60 else f"{text[:60]}..."


@dataclass(frozen=True)
class Item:
    """One object of a list, and where it stands, such as `people[3] "p004"`."""

    where: str
    fields: Mapping[str, object]

    def fault(self, words: str) -> BadFileError:
        return BadFileError([f"{self.where}: {words}" if self.where else words])

    def value(self, key: str) -> object:
        if key not in self.fields:
            raise self.fault(f"there is no {key}")
        return self.fields[key]

    def text(self, key: str) -> str:
        return self._as_text(self.value(key), key)

    def name(self, key: str) -> str:
        """A text that is not empty."""
        if not (text := self.text(key)):
            raise self.fault(f"{key} is empty")
        return text

    def number(self, key: str) -> int:
        """A whole number from nought up."""
        value = self.value(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fault(f"{key} is not a whole number: {quoted(value)}")
        if not 0 <= value <= LARGEST_NUMBER:
            words = "less than nought" if value < 0 else f"more than {LARGEST_NUMBER:,}"
            raise self.fault(f"{key} is {words}")
        return value

    def texts(self, key: str, *, may_lack: bool = False) -> tuple[str, ...]:
        if may_lack and key not in self.fields:
            return ()
        return self.as_texts(self.value(key), key)

    def as_texts(self, value: object, key: str) -> tuple[str, ...]:
        """A list of texts, none of them twice."""
        if not isinstance(value, list):
            raise self.fault(f"{key} is not a list: {quoted(value)}")
        texts = tuple(self._as_text(one, key) for one in value)
        if len(set(texts)) < len(texts):
            raise self.fault(f"{key} names {quoted(_twice(texts))} twice")
        return texts

    def _as_text(self, value: object, key: str) -> str:
        if not isinstance(value, str):
            raise self.fault(f"{key} is not text: {quoted(value)}")
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            raise self.fault(f"{key} holds half of a sign: {quoted(value)}")
        return value

    def object(self, key: str) -> Mapping[str, object]:
        value = self.value(key)
        if not isinstance(value, dict):
            raise self.fault(f"{key} is not an object: {quoted(value)}")
        return value

    def known(self, what: str, one: str, ids: Collection[str]) -> str:
        """`one`, which has to be among these ids; `what` begins the words when it is not."""
        if one not in ids:
            raise self.fault(f"{what} {quoted(one)} that is not there")
        return one


def document(content: bytes) -> Item:
    """The file as one object."""
    value = loads(content)
    if not isinstance(value, dict):
        raise BadFileError(["the file does not hold an object, which begins with {"])
    return Item("", value)


def items(file: Item, key: str, *, id_key: str = "id") -> Iterator[Item]:
    """The objects of a list, named by this key where they have it. Raises BadFileError."""
    value = file.value(key)
    if not isinstance(value, list):
        raise file.fault(f"{key} is not a list: {quoted(value)}")
    for number, one in enumerate(value):
        where = f"{key}[{number}]"
        if not isinstance(one, dict):
            raise BadFileError([f"{where} is not an object: {quoted(one)}"])
        name = one.get(id_key)
        yield Item(f"{where} {quoted(name)}" if isinstance(name, str) else where, one)
