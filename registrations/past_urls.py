"""Addresses of past events by totals, at their host."""

from django.urls import path

from registrations.views import past_totals

_PAST = "organise/hosts/<slug:slug>/past/"

urlpatterns = [
    path(_PAST, past_totals.past_events, name="past_totals"),
    path(f"{_PAST}new/", past_totals.record, name="record_past_totals"),
    path(f"{_PAST}file/", past_totals.bring_in, name="past_totals_file"),
    path(f"{_PAST}<uuid:pk>/", past_totals.change, name="change_past_totals"),
    path(f"{_PAST}<uuid:pk>/remove/", past_totals.remove, name="remove_past_totals"),
]
