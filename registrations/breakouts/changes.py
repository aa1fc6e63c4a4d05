"""What has changed since a run: in counts, from the rows as they are now. No input is kept."""

from dataclasses import dataclass
from uuid import UUID

from registrations.breakouts.rows import Rows, features, keyed, load
from registrations.models import Allocation, Placement


@dataclass(frozen=True)
class Changes:
    """People who came, went or changed their booking since; whether the programme is another."""

    late: int = 0
    gone: int = 0
    touched: int = 0
    programme: bool = False

    @property
    def words(self) -> str:
        """What is not as it was, in sentences."""
        said = [
            _people(self.late, "is not placed yet", "are not placed yet"),
            _people(
                self.gone,
                "who was placed does not come any more",
                "who were placed do not come any more",
            ),
            _people(
                self.touched,
                "changed their choices or their booking",
                "changed their choices or their booking",
            ),
        ]
        if self.programme:
            said.append("Sessions, rooms or who leads are not what they were.")
        return " ".join(filter(None, said)) or (
            "Choices, bookings or the programme are not what they were."
        )


def of(run: Allocation) -> Changes | None:
    """What has changed since the run, read now; at most six queries."""
    rows = Placement.objects.filter(allocation=run)
    return since(run, load(run.event), set(rows.values_list("registration_id", "slot_id")))


def since(run: Allocation, rows: Rows, placed: set[tuple[UUID, UUID]]) -> Changes | None:
    """What has changed since the run; None when its input is what it was. No query.

    `placed` are the people and slots of its placements.
    """
    if run.input_hash == rows.fingerprint():
        return None
    before = {person for person, _slot in placed}
    touched = [one for one in rows.people if one.pk in before and one.touched_at > run.at]
    return Changes(
        late=len({person for person, _slot in rows.expected - placed}),
        gone=len(before - {one.pk for one in rows.people}),
        touched=len(touched),
        programme=run.figures.get("programme", "") not in ("", programme_print(rows)),
    )


def programme_print(rows: Rows) -> str:
    """A keyed hash of the sessions that people are placed in, their rooms and who leads them."""
    places = rows.places()
    made_from = [
        [one.pk, one.slot_id, one.room_id, places[one.pk], one.min_places, features(one)]
        for one in rows.sessions
    ]
    leading = sorted((str(pk), sorted(str(s.pk) for s in led)) for pk, led in rows.leading.items())
    return keyed("programme", [made_from, leading])[:16]


def _people(count: int, one: str, many: str) -> str:
    """ "1 person is not placed yet." Of nobody it says nothing."""
    if not count:
        return ""
    return f"1 person {one}." if count == 1 else f"{count} people {many}."
