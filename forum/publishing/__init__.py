"""From a first draft to a published event, a changed one, a cancelled one, and next year's."""

from forum.publishing.beginnings import copy, create
from forum.publishing.changes import TOLD, change
from forum.publishing.states import (
    Missing,
    NotPublishedError,
    NotReadyError,
    cancel,
    missing,
    missing_here,
    publish,
)

__all__ = [
    "TOLD",
    "Missing",
    "NotPublishedError",
    "NotReadyError",
    "cancel",
    "change",
    "copy",
    "create",
    "missing",
    "missing_here",
    "publish",
]
