"""Words in braces that stand for something of the reader: {name}, {link}.

There are these few and no others. They are put in by one pass over what the team wrote, so that a
name that looks like one stays a name; nothing typed is ever a template (security V15).
"""

import re
from collections.abc import Collection, Mapping

IN_TEXT = ("name", "code", "link", "event", "when", "where")
# A title is read on a locked screen and over shoulders.
IN_TITLE = ("event", "when")
_MARK = re.compile(r"\{\s*([^\W\d]\w*)\s*\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in place of the words in braces; other braces are text."""
    return _MARK.sub(lambda mark: values.get(mark[1], mark[0]), text)


def fault(text: str, known: Collection[str] = IN_TEXT) -> str:
    """What is wrong with the words in braces, in words; nothing when all of them are known."""
    unknown = [name for name in dict.fromkeys(_MARK.findall(text)) if name not in known]
    if not unknown:
        return ""
    there = ", ".join(f"{{{name}}}" for name in known)
    return f"There is no {{{unknown[0][:40]}}} here. There are {there}."
