"""Needs as promises: who arranges what, until when, and what the person reads of it.

All of it lies sealed beside the answers, under "states" and "promises": a plain column, a line of
the trail or a mail that named a row would tell who asked for something.
"""

from registrations.promises.changing import (
    ChangeError,
    RoleOverError,
    change,
    check_role,
    leads,
    read,
    restate,
)
from registrations.promises.news import KIND as NEWS
from registrations.promises.news import forget_told, tell_news
from registrations.promises.promise import (
    ARRANGED,
    ARRANGING,
    CANNOT,
    COST,
    KINDS,
    MET,
    STATES,
    WORDS,
    Promise,
    for_the_person,
    kind_at,
    of,
    part_of_address,
)
from registrations.promises.words import Told, for_the_team, in_words, told

__all__ = [
    "ARRANGED",
    "ARRANGING",
    "CANNOT",
    "COST",
    "KINDS",
    "MET",
    "NEWS",
    "STATES",
    "WORDS",
    "ChangeError",
    "Promise",
    "RoleOverError",
    "Told",
    "change",
    "check_role",
    "for_the_person",
    "for_the_team",
    "forget_told",
    "in_words",
    "kind_at",
    "leads",
    "of",
    "part_of_address",
    "read",
    "restate",
    "tell_news",
    "told",
]
