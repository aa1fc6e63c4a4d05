"""Addresses of the analysis view and its charts."""

from django.urls import URLPattern

app_name = "analysis"

urlpatterns: list[URLPattern] = []
