"""An integer program that is solved several times, each time for another objective."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# For all objectives together; a forum of 120 people takes one or two.
SECONDS = 60.0


class UnsolvedError(RuntimeError):
    """The solver ended without a proven optimum, as a rule because the time was up."""


class Program:
    """Variables from nought up, rows over them, and objectives that are met one after another.

    Single-threaded and seeded, so that the same program gives the same solution.
    """

    def __init__(self, is_seat: Sequence[bool], upper: Sequence[float]) -> None:
        """`is_seat` are the variables that are whole; `upper` is the most of each."""
        import highspy
        import numpy as np

        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in {
            "output_flag": False,
            "threads": 1,
            "random_seed": 0,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.5,
            "time_limit": SECONDS,
        }.items():
            self._highs.setOptionValue(option, value)
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._size = len(upper)
        self._all = np.arange(self._size, dtype=np.int32)
        self._highs.addVars(self._size, np.zeros(self._size), np.array(upper, dtype=np.float64))
        whole = np.flatnonzero(np.array(is_seat)).astype(np.int32)
        kinds = np.array([highspy.HighsVarType.kInteger.value] * len(whole), dtype=np.uint8)
        self._highs.changeColsIntegrality(len(whole), whole, kinds)

    def row(self, least: float, most: float, terms: Mapping[int, float]) -> None:
        """One more row: what its terms may come to."""
        import numpy as np

        self._highs.addRow(
            least,
            most,
            len(terms),
            np.array(list(terms), dtype=np.int32),
            np.array(list(terms.values()), dtype=np.float64),
        )

    def bound(self, variable: int, least: float, most: float) -> None:
        self._highs.changeColBounds(variable, least, most)

    def least(self, costs: Mapping[int, float]) -> int:
        """The least that these whole costs come to. Raises UnsolvedError."""
        import numpy as np

        if not self._size:
            return 0
        dense = np.zeros(self._size)
        dense[list(costs)] = list(costs.values())
        self._highs.changeColsCost(self._size, self._all, dense)
        self._highs.run()
        if self._highs.getModelStatus() != self._optimal:
            raise UnsolvedError(str(self._highs.getModelStatus()))
        value: float = self._highs.getInfo().objective_function_value
        return round(value)

    def chosen(self, variables: Iterable[int]) -> set[int]:
        """Those of the variables that are 1 in the last solution."""
        values = self._highs.getSolution().col_value
        return {one for one in variables if values[one] > 0.5}
