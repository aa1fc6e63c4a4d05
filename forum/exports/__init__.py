"""Lists that staff take away: what there is, who may make it, and the making of it.

What is in a list is declared by the app that knows the rows (settings.EXPORTS); the page and the
command live here.
"""

from forum.exports.declaring import (
    NOT_SENSITIVE,
    SENSITIVE,
    Asked,
    Contents,
    Export,
    Extra,
    NotAllowedError,
    NotFoundError,
    Order,
    ReasonNeededError,
    UnknownExtraError,
    UnknownListError,
    every,
    find,
)
from forum.exports.making import CONTENT_TYPE, DEED, Workfile, file_name, made, make

__all__ = [
    "CONTENT_TYPE",
    "DEED",
    "NOT_SENSITIVE",
    "SENSITIVE",
    "Asked",
    "Contents",
    "Export",
    "Extra",
    "NotAllowedError",
    "NotFoundError",
    "Order",
    "ReasonNeededError",
    "UnknownExtraError",
    "UnknownListError",
    "Workfile",
    "every",
    "file_name",
    "find",
    "made",
    "make",
]
