"""Addresses of the team's messages, reminders and calls."""

from django.urls import path

from registrations.views import calls, messages, reminders

EVENT = "organise/events/<slug:slug>/"
MESSAGE = f"{EVENT}messages/<uuid:pk>/"

urlpatterns = [
    path(f"{EVENT}messages/", messages.messages, name="messages"),
    path(f"{EVENT}messages/write/", messages.write, name="write_message"),
    path(MESSAGE, messages.message, name="message"),
    path(f"{MESSAGE}edit/", messages.edit, name="edit_message"),
    path(f"{MESSAGE}look/", messages.review, name="review_message"),
    path(f"{MESSAGE}send/", messages.send, name="send_message"),
    path(f"{MESSAGE}later/", messages.schedule, name="schedule_message"),
    path(f"{MESSAGE}call-off/", messages.call_off, name="call_off_message"),
    path(f"{MESSAGE}test/", messages.test, name="test_message"),
    path(f"{MESSAGE}delete/", messages.delete, name="delete_message"),
    path(f"{EVENT}reminders/", reminders.reminders, name="reminders"),
    path(f"{EVENT}calls/", calls.calls, name="calls"),
    path(f"{EVENT}calls/<uuid:pk>/done/", calls.done, name="call_done"),
    path(f"{EVENT}calls/<uuid:pk>/undo/", calls.undone, name="call_undone"),
    path(f"{EVENT}people/<uuid:pk>/words/", calls.words, name="person_words"),
    path(f"{EVENT}people/<uuid:pk>/contact/", calls.correct_contact, name="correct_contact"),
]
