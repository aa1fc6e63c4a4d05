"""Processes that send one complaint at once, as an impatient finger does.

python -m tests.forum.complaint_racers PRESSES   so many presses of one form

Prints how the processes ended and, on the next line, how many complaints there are and how many
open again.
"""

import json
import sys
import uuid

from forum import complaints
from forum.models import Complaint
from tests.factories import make_event
from tests.registrations.racers import at_once

START = [
    "-c",
    "import django; django.setup(); from tests.forum.complaint_racers import main; main()",
]


def main() -> None:
    event, key = make_event(), uuid.uuid4()
    presses = int(sys.argv[1])
    at_once([lambda: complaints.make(event=event, text="The same", key=key)] * presses)
    opened = [row.said["text"] for row in Complaint.objects.all()]
    sys.stdout.write(f"\n{json.dumps(opened)}")
