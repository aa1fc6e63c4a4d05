"""What a draft does that a sign-up sheet does not, in honest words."""

from registrations.allocation import Profile


def words(
    draft: Profile, sheet: Profile, *, small: int, parted: int, pairs: int, has_unmet: bool
) -> str:
    """What is better, and what hardly is.

    `small` is how many more sessions would be too small on the sheet, `parted` how many more pairs
    of colleagues would sit together there, beside the `pairs` that do.
    """
    if draft == sheet and small <= 0 and parted <= 0:
        return "A sign-up sheet would give people as much this time."
    said = [_first(draft.first - sheet.first)]
    better = sheet.other + sheet.nowhere - draft.other - draft.nowhere
    if better > 0 and not has_unmet:  # less what the table shows it would count who has no seat
        seats = "1 seat fewer is" if better == 1 else f"{better} seats fewer are"
        said.append(f"The gain is at the other end: {seats} off the list or missing.")
    elif draft.nowhere < sheet.nowhere and not has_unmet:
        said.append("A sign-up sheet would leave more seats missing.")
    if small > 0:
        sessions = "1 more session" if small == 1 else f"{small} more sessions"
        said.append(f"On a sign-up sheet {sessions} would be too small to be held.")
    if parted > 0:
        share = "pair of colleagues shares" if pairs == 1 else "pairs of colleagues share"
        said.append(f"{pairs} {share} a session in place of {pairs + parted}.")
    return " ".join(said)


def _first(more: int) -> str:
    if abs(more) <= 2:
        return "First choices hardly change."
    seats = f"{abs(more)} {'more' if more > 0 else 'fewer'} seats"
    return f"{seats} are a first choice."
