"""Wherever a deed is broken off, nothing of it stands or all of it; done again, all of it stands.

A full disk and a kill are tried at statements of every deed that opens a transaction: at four of
them here, at every one in `make drills`. A key that a deed made before it was broken off may stay:
the next try takes it.
"""

import itertools
import pickle
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from tests.faults import source
from tests.faults.injecting import Fault, Statements, counted
from tests.faults.outermost import AfterCommitError
from tests.faults.scenes import SCENES, Scene
from tests.faults.standing import Alike, Standing, put_back, shut, stands
from tests.killing import Killed
from tests.world import World

scenes = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)


@scenes
def test_a_deed_that_is_broken_off_is_not_begun_or_whole(world: World, scene: Scene) -> None:
    tried = Tried.begun(scene, world)
    chance = random.Random(scene.name)  # noqa: S311 - the same statements each time
    inner = range(2, tried.count)
    some = chance.sample(inner, min(1, len(inner)))
    faults = itertools.cycle(Fault)
    for number in sorted({1, *some, tried.count}):
        tried.break_off(next(faults), number)
    tried.break_off(Fault.FULL, tried.commit)


# A cursor of PostgreSQL whose statement was broken off is closed when nobody holds it any more.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function ServerCursorMixin")
@pytest.mark.drill
@scenes
def test_so_it_is_at_every_statement(world: World, scene: Scene) -> None:
    tried = Tried.begun(scene, world)
    for fault, number in itertools.product(Fault, range(1, tried.count + 1)):
        tried.break_off(fault, number)


@dataclass(kw_only=True)
class Tried:
    """A scene that ran to its end undisturbed, and can be broken off."""

    scene: Scene
    packed: bytes
    at: datetime
    before: Standing
    alike: Alike
    count: int
    commit: int
    apart: set[str]
    shut: frozenset[tuple[str, Any]]

    @classmethod
    def begun(cls, scene: Scene, world: World) -> "Tried":
        given = scene.given(world)
        world.__dict__.pop("addresses", None)  # nobody opens a page here
        packed = pickle.dumps((world, given))
        apart = {"forum_auditentry"} if scene.told_first else set()
        before, statements, at = stands(apart), Statements(), timezone.now()
        # All tries are of one moment: what differs between two of them is left to chance.
        with source.entered(set(scene.covers)) as found, _tried(before, at):
            _do(scene, packed, statements)
            first, may_be_shut = stands(apart), shut()
        assert found == scene.covers
        with _tried(before, at):
            _do(scene, packed, Statements())
            second = stands(apart)
        alike, may_be_shut = Alike(first, second), may_be_shut | shut()
        return cls(
            scene=scene,
            packed=packed,
            at=at,
            before=before,
            alike=alike,
            count=statements.count,
            commit=statements.commit,
            apart=apart,
            shut=may_be_shut,
        )

    def break_off(self, fault: Fault, number: int) -> None:
        """Break it off there, look, and do it again."""
        where = f"{fault.value} at statement {number} of {self.count}"
        with _tried(self.before, self.at):
            statements, is_told = Statements(fault, number), False
            try:
                _do(self.scene, self.packed, statements)
            except (Killed, AfterCommitError, Exception):
                is_told = True
            left = stands(self.apart)
            if not statements.has_failed:
                return  # some deeds say less the second time
            is_begun = left.tables != self.before.tables
            if is_begun or not self.before.keys.items() <= left.keys.items():
                assert shut() <= self.shut, f"{where}: a key is gone"
            if not self.scene.in_steps:
                assert is_told or is_begun, f"{where}: nothing was done, and nobody was told"
                assert not is_begun or self._is_whole(left), f"{where}: {self.alike.differs(left)}"
            if self.scene.in_steps or not is_begun:
                _do(self.scene, self.packed, Statements())
                again = stands(self.apart)
                assert self.alike.differs(again) == [], f"{where}, then again"
                assert self.alike.lacks_keys(again) == set(), f"{where}, then again"

    def _is_whole(self, left: Standing) -> bool:
        return self.alike.differs(left) == []


def _do(scene: Scene, packed: bytes, statements: Statements) -> None:
    world, given = pickle.loads(packed)  # noqa: S301 - our own bytes, of this very process
    with counted(statements):
        scene.deed(world, given)


@contextmanager
def _tried(before: Standing, at: datetime) -> Iterator[None]:
    """What is done in here is undone, in the database and in the folder of keys."""
    with transaction.atomic(), time_machine.travel(at, tick=False):
        yield
        transaction.set_rollback(True)
    put_back(before.keys)
    cache.clear()
