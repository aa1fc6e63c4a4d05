"""Who goes to which session: plain Python, no database.

`allocate` keeps some rules always: no session has more people than places, nobody is in a room that
does not meet a need, who leads a session is in it, who is kept in a session stays there, nobody
sits in the same topic twice, nobody is placed when they are not there, and who comes along with
somebody sits where they sit, in a place of their own. Within them it reaches these goals, each in
full before the next is looked at:

1. as few people as can be are without a seat,
2. sessions lack as few people as can be of the least they need,
3. the worst rank anybody gets is as good as can be,
4. as few people as can be have wishes and get neither a first nor a second choice in any slot,
5. the ranks cost as little as can be: nothing for a first choice, 1 for a second, 3 for a third,
   6 for a fourth,
6. as few pairs as can be of one organisation are in the same session,
7. as few people as can be sit elsewhere than before in a slot, or nowhere any more; where seats
   are to be kept, as once people were told of them, this comes third.

What is equal after that is drawn by lot. The lots depend on the seed, the person and the session
alone, so that the same input gives the same seats, whatever order its rows come in.

A session that is not on somebody's list has the rank after the last one listed, so that to leave
sessions out of the list gains nothing as a rule.
"""

from registrations.allocation.clashes import Clash, ClashError
from registrations.allocation.first_come import first_come
from registrations.allocation.measuring import measure
from registrations.allocation.pricing import Price, price
from registrations.allocation.problem import Goal, Person, Problem, Result, Seats, Session
from registrations.allocation.profile import Profile, in_order, met, profile
from registrations.allocation.solve import allocate

__all__ = [
    "Clash",
    "ClashError",
    "Goal",
    "Person",
    "Price",
    "Problem",
    "Profile",
    "Result",
    "Seats",
    "Session",
    "allocate",
    "first_come",
    "in_order",
    "measure",
    "met",
    "price",
    "profile",
]
