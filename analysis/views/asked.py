"""The analysis that a page or a file is asked for, as whoever asks may see it."""

from analysis import keeping
from analysis.adding_up import Analysis
from forum import permissions
from forum.models import Host
from forum.permissions import Right, TeamRequest


def added_up(request: TeamRequest, host: Host) -> Analysis:
    """Of what the address asks; with every count for who may see people."""
    exact = permissions.allows(request.roles, Right.SEE_PEOPLE)
    return keeping.add_up(host=host, given=request.GET.dict(), exact=exact)
