"""The cheapest way to give each of some things a place of its own, exact in whole numbers."""

from collections.abc import Sequence

_START = 0  # a column that is none


def cheapest(costs: Sequence[Sequence[int]]) -> list[int]:
    """For each row the column that it gets: every row another, at the least cost in all.

    There are as many columns as rows. What is equally cheap is settled by their order.
    """
    matching = _Matching(costs)
    for row in range(1, len(costs) + 1):
        matching.add(row)
    found = [0] * len(costs)
    for column, row in enumerate(matching.row_of[1:]):
        found[row - 1] = column
    return found


class _Matching:
    """Rows are added one by one along the shortest way, with prices (the Hungarian method).

    Rows and columns count from 1; row 0 is none.
    """

    def __init__(self, costs: Sequence[Sequence[int]]) -> None:
        self.costs = costs
        self.columns = range(1, len(costs) + 1)
        self.row_of = [0] * (len(costs) + 1)
        self.row_price = [0] * (len(costs) + 1)
        self.column_price = [0] * (len(costs) + 1)

    def add(self, row: int) -> None:
        self.row_of[_START] = row
        came_from: dict[int, int] = {}
        column = self._free_column(came_from)
        while column != _START:
            self.row_of[column] = self.row_of[came_from[column]]
            column = came_from[column]

    def _free_column(self, came_from: dict[int, int]) -> int:
        """The nearest column without a row; `came_from` tells the way to each that was seen."""
        left = dict.fromkeys(self.columns, 0)  # how far each column is; told by `came_from`
        reached = [_START]
        while (row := self.row_of[reached[-1]]) != 0:
            for column in left:
                way = self._cost(row, column)
                if column not in came_from or way < left[column]:
                    left[column], came_from[column] = way, reached[-1]
            nearest = min(left, key=lambda column: (left[column], column))
            step = left.pop(nearest)
            for column in reached:
                self.row_price[self.row_of[column]] += step
                self.column_price[column] -= step
            left = {column: way - step for column, way in left.items()}
            reached.append(nearest)
        return reached[-1]

    def _cost(self, row: int, column: int) -> int:
        """What the pair costs beyond the prices of both."""
        cost = self.costs[row - 1][column - 1]
        return cost - self.row_price[row] - self.column_price[column]
