"""What the team chooses beside the columns, as it is kept with the file."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Choices:
    """How people are brought in. All of it is said by somebody; nothing is ticked beforehand."""

    # Rows with faults are left out, and the others brought in.
    leave_out_wrong: bool = False
    # Whoever has the name of somebody booked is somebody else.
    with_namesakes: bool = False
    # Those agreed that their answers about food and access are kept; else they are left out.
    agreed: bool = False
    # Who gets no place waits.
    may_wait: bool = False
    # Each is told, with their link.
    tell: bool = False
    # The key of an organisation of the file, and the key of the one that it is.
    same: Mapping[str, str] = field(default_factory=dict)
    # How many people were seen on the page that was answered.
    expected: int = 0

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def of(held: Mapping[str, Any]) -> Choices:
    """The choices as a row of an import keeps them."""
    return Choices(**held)
