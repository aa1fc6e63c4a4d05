"""Taking one's own words back by the code that was shown after sending them.

Whoever has the code is the writer; nothing else is known of them, and nothing is written down of
when they came (security 5).
"""

from django.db import transaction

from feedback import codes, theme_counts
from feedback.models import BallotBox, Comment, WithdrawnCode
from feedback.models.box import BoxState, Share

# What words can still be let go to, from how far they are let now; never further.
_LESS = {
    Share.NAME: [Share.WORDS, Share.TEAM],
    Share.ORGANISATION: [Share.WORDS, Share.TEAM],
    Share.WORDS: [Share.TEAM],
}


def find(code: str) -> Comment | None:
    """The words that the code belongs to, once the box is open."""
    if not codes.normalised(code):
        return None
    found = Comment.objects.filter(withdraw_hash=codes.hashed(code))
    return found.select_related("event").first()


@transaction.atomic
def remember(code: str) -> bool:
    """Keep the code's hash until boxes are opened, so that its words are never written.

    Nobody can say yet whether it belongs to any. False when no box is sealed: then it does not;
    and when its box was opened a moment ago: then `find` finds them. Open boxes are held
    meanwhile, so that none is emptied between the look and the note.
    """
    if not codes.normalised(code):
        return False
    held = BallotBox.objects.select_for_update().filter(state=BoxState.OPEN).order_by("pk")
    if not list(held) or find(code):
        return False
    WithdrawnCode.objects.get_or_create(hash=codes.hashed(code))
    return True


def less_than(comment: Comment) -> list[Share]:
    """How much less the words can be shared than they are now."""
    return _LESS.get(Share(comment.share), [])


@transaction.atomic
def share_less(*, comment: Comment, share: str) -> None:
    """Let the words go less far, without the name that stood under them. Raises ValueError."""
    held = Comment.objects.select_for_update().get(pk=comment.pk)
    if share not in less_than(held):
        raise ValueError("Words can only be shared less.")
    held.share, held.signed = share, ""
    held.save(update_fields=["share", "signed"])


@transaction.atomic
def take_back(*, comment: Comment) -> None:
    """Delete the words, and with them every place where they are quoted or counted.

    They are held first, so that a theme that somebody finds in them meanwhile goes with them.
    """
    rows = Comment.objects.select_for_update(of=("self",)).select_related("event")
    held = rows.filter(pk=comment.pk).first()
    if held is None:
        return
    held.delete()
    if held.is_coded:
        theme_counts.refresh(held.event, leaves_no_time=True)
