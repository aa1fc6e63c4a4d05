"""Addresses of feedback: the ballot and the recap, then the team's."""

from django.urls import URLPattern, path

from feedback.views import answers, ballot, coding, notes, recaps, themes, withdraw

app_name = "feedback"

urlpatterns: list[URLPattern] = [
    # Without an account; the code stands in the form or after the #, never in a path.
    path("f/<slug:slug>/", ballot.ballot, name="ballot"),
    path("q/", withdraw.withdraw, name="withdraw"),
    # organise/events/<slug>/answers/: the box and what was in it
    path("organise/events/<slug:slug>/answers/", answers.answers, name="answers"),
    path("organise/events/<slug:slug>/answers/plan/", answers.plan, name="plan_answers"),
    path("organise/events/<slug:slug>/answers/open/", answers.open_now, name="open_answers"),
    path("organise/events/<slug:slug>/answers/close/", answers.close, name="close_answers"),
    path("organise/events/<slug:slug>/answers/slips/", answers.slips, name="slips"),
    path("e/<slug:slug>/recap/", recaps.recap, name="recap"),
    # reading for themes, session notes
    path("organise/events/<slug:slug>/answers/coding/", coding.coding, name="coding"),
    path(
        "organise/events/<slug:slug>/answers/coding/undo/",
        coding.undo_reading,
        name="undo_reading",
    ),
    path(
        "organise/events/<slug:slug>/answers/coding/<uuid:pk>/",
        coding.read_together,
        name="read_together",
    ),
    path("organise/events/<slug:slug>/answers/notes/", notes.notes, name="notes"),
    path("organise/events/<slug:slug>/answers/notes/<uuid:pk>/", notes.edit_note, name="edit_note"),
    path(
        "organise/events/<slug:slug>/answers/notes/<uuid:pk>/remove/",
        notes.remove_note,
        name="remove_note",
    ),
    # organise/events/<slug>/recap/: writing and publishing it
    path("organise/events/<slug:slug>/recap/", recaps.edit_recap, name="edit_recap"),
    path("organise/events/<slug:slug>/recap/preview/", recaps.preview_recap, name="preview_recap"),
    path("organise/events/<slug:slug>/recap/publish/", recaps.publish_recap, name="publish_recap"),
    path(
        "organise/events/<slug:slug>/recap/unpublish/",
        recaps.unpublish_recap,
        name="unpublish_recap",
    ),
    # organise/hosts/<slug>/themes/: the codebook
    path("organise/hosts/<slug:slug>/themes/", themes.themes, name="themes"),
    path("organise/hosts/<slug:slug>/themes/<uuid:pk>/", themes.edit_theme, name="edit_theme"),
    path(
        "organise/hosts/<slug:slug>/themes/<uuid:pk>/merge/", themes.merge_theme, name="merge_theme"
    ),
]
