"""What organisers write in Markdown, as harmless HTML.

No HTML of the author's passes: markdown-it escapes it, and nh3 keeps only the tags below of what
comes out, so that a fault in one is caught by the other. Images are not taken: the content policy
allows none from elsewhere.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_SCHEMES = {"http", "https", "mailto", "tel"}
_WHOLE_LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "ul",
}  # fmt: skip


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library asks by this name
        return bool(_WHOLE_LINK.match(url.strip()))


_parser = _Parser("commonmark", {"html": False}).disable(["image"])


@lru_cache(maxsize=128)
def render(text: str, *, top: int = 3) -> SafeString:
    """The HTML of `text`, whose highest heading becomes `<h{top}>` and none skips a level.

    Links go to http, https, mailto and tel only; any other stays the text that was typed. The last
    texts are kept as they came out: a page that many open at once is worked out once.
    """
    tokens = _parser.parse(text)
    _fit_headings(tokens, top)
    for token in tokens:
        # Each block begins on the side of its own script. Inside a list nothing says so again: a
        # list looks for its side in text that says nothing itself.
        if token.nesting == 1 and token.level == 0:
            token.attrSet("dir", "auto")
    made = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        made,
        tags=_TAGS,
        attributes={**{tag: {"dir"} for tag in _TAGS}, "a": {"href"}, "ol": {"dir", "start"}},
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener nofollow",
    )
    return mark_safe(clean)  # noqa: S308 - what nh3 let through


def _fit_headings(tokens: Sequence[Token], top: int) -> None:
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    before = top - 1
    for token in headings:
        if token.type == "heading_open":
            before = min(int(token.tag[1]) - highest + top, before + 1, 6)
        token.tag = f"h{before}"
