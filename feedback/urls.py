"""Addresses of feedback: the ballot and the recap, then the team's."""

from django.urls import URLPattern

app_name = "feedback"

urlpatterns: list[URLPattern] = []
