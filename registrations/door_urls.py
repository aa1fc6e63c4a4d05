"""Addresses of the door: let people in, count heads, tick who is in which session."""

from django.urls import path

from registrations.views import door, meeting, sessions, tally

DOOR = "organise/events/<slug:slug>/door/"

urlpatterns = [
    path(DOOR, door.door, name="door"),
    path(f"{DOOR}sessions/", sessions.door_sessions, name="door_sessions"),
    path(f"{DOOR}sessions/<uuid:pk>/", sessions.door_session, name="door_session"),
    path(f"{DOOR}sessions/<uuid:pk>/tick/", sessions.tick, name="tick_session"),
    path(f"{DOOR}sessions/<uuid:pk>/untick/", sessions.untick, name="untick_session"),
    path(f"{DOOR}walk-in/", door.walk_in, name="walk_in"),
    path(f"{DOOR}tally/", tally.tally, name="tally"),
    path(f"{DOOR}tally/undo/", tally.undo_tally, name="undo_tally"),
    path(f"{DOOR}meeting/", meeting.meeting_list, name="meeting_list"),
    path(f"{DOOR}<uuid:pk>/", door.person, name="door_person"),
    path(f"{DOOR}<uuid:pk>/check-in/", door.check_in, name="check_in"),
    path(f"{DOOR}<uuid:pk>/undo/", door.undo, name="undo_check_in"),
]
