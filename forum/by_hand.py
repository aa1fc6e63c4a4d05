"""Forms that strangers send: whether a person filled this one in, or a program.

Nobody is refused. A form that is sent back faster than people type, or with something in the field
that nobody sees, comes back with all that was typed and one sentence; pressed again it is taken.
"""

import time

from django.conf import settings
from django.core import signing
from django.forms import BaseForm
from django.http import HttpRequest

WORDS = (
    "Press the button once more: programs fill in our forms too. What you entered is still here."
)
# The field that nobody sees: of a name that no browser fills in by itself.
TRAP, OPENED = "leave_empty", "opened"
# Seconds for which a page may stay open. After that it is asked once more, and nothing is lost.
_LONGEST = 86_400


def is_valid(request: HttpRequest, form: BaseForm, *others: BaseForm) -> bool:
    """Whether these forms of one page are well filled in, and by a person.

    Where only the person is in doubt, the top of the first form says what to do.
    """
    is_well = all(one.is_valid() for one in (form, *others))
    if is_well and settings.FORM_SECONDS and not _is_by_hand(request):
        form.add_error(None, WORDS)
        return False
    return is_well


def opened(request: HttpRequest, seconds: int) -> str:
    """For a hidden field: from when on the form may come, `seconds` from now, signed.

    A page that shows a form which was sent is not timed again, and its field that nobody sees is
    not looked at again: somebody's browser may fill it in each time.
    """
    is_again = request.method == "POST"
    ripe = time.time() + (0 if is_again else seconds)
    return signing.dumps([ripe, is_again], salt=_salt(request))


def _is_by_hand(request: HttpRequest) -> bool:
    try:
        ripe, is_again = signing.loads(request.POST.get(OPENED, ""), salt=_salt(request))
    except signing.BadSignature:
        return False
    in_time = 0 <= time.time() - ripe <= _LONGEST
    return in_time and (is_again or not request.POST.get(TRAP))


def _salt(request: HttpRequest) -> str:
    """What was signed for one page is good on no other."""
    return f"forum.by_hand {request.path}"
