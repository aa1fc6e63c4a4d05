"""Addresses of the analysis view and its charts."""

from django.urls import path

from analysis.views import recap

app_name = "analysis"

urlpatterns = [
    path("e/<slug:slug>/recap/themes.svg", recap.chart, name="recap_chart"),
    path(
        "organise/events/<slug:slug>/recap/themes.svg",
        recap.preview,
        name="recap_chart_preview",
    ),
]
