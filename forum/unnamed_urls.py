"""Addresses that do not tell an event's name; they stand before those that do."""

from django.urls import path

from forum.views import unnamed

urlpatterns = [
    path("<uuid:pk>/", unnamed.event, name="unnamed_event"),
    path("<uuid:pk>/<slug:page>/", unnamed.page, name="unnamed_page"),
]
