"""What events add up to: who booked, who came, and from which organisations.

The figures are read from `AttendanceFigures` alone. What somebody who may not see people is shown
of several events is worked out from what each event shows of itself; only organisations, which are
counted once each, are counted over several events, and only where no other view tells one of 1 to
4 by taking away (distinct.py, and worked_out.py for what two counts tell together).

What comes out, and all that findings see, is in figures.py.
"""

from analysis.attendance.adding import add_up
from analysis.attendance.reading import read

__all__ = ["add_up", "read"]
