"""A short scene for every deed that opens a transaction; tests/faults/test_every_statement.py."""

import importlib
import pkgutil

from tests.faults.scenes.telling import SCENES, Scene

for found in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{found.name}")

__all__ = ["SCENES", "Scene"]
