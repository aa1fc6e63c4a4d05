"""Addresses of the analysis view and its charts."""

from django.urls import path

from analysis.views import host, missing, papers, recap, themes

app_name = "analysis"

urlpatterns = [
    path("e/<slug:slug>/recap/themes.svg", recap.chart, name="recap_chart"),
    path(
        "organise/events/<slug:slug>/recap/themes.svg",
        recap.preview,
        name="recap_chart_preview",
    ),
    path("organise/analysis/", host.mine, name="mine"),
    path("organise/hosts/<slug:slug>/analysis/", host.analysis, name="host"),
    path("organise/hosts/<slug:slug>/analysis/events.csv", host.table, name="events_csv"),
    path("organise/hosts/<slug:slug>/analysis/charts/<slug:key>.svg", host.chart, name="chart"),
    path(
        "organise/hosts/<slug:slug>/analysis/charts/<slug:key>.png",
        host.print_chart,
        name="print_chart",
    ),
    path("organise/hosts/<slug:slug>/analysis/charts/<slug:key>.csv", host.numbers, name="numbers"),
    path("organise/hosts/<slug:slug>/analysis/themes/<uuid:pk>/", themes.theme, name="theme"),
    path(
        "organise/hosts/<slug:slug>/analysis/themes/<uuid:pk>.svg", themes.chart, name="theme_chart"
    ),
    path(
        "organise/hosts/<slug:slug>/analysis/themes/<uuid:pk>/<slug:event>/",
        themes.words,
        name="theme_words",
    ),
    path("organise/hosts/<slug:slug>/analysis/missing/", missing.missing, name="missing"),
    path("organise/hosts/<slug:slug>/analysis/missing.csv", missing.csv, name="missing_csv"),
    path("organise/hosts/<slug:slug>/analysis/missing.xlsx", missing.workbook, name="missing_xlsx"),
    path("organise/hosts/<slug:slug>/analysis/workbook.xlsx", papers.workbook, name="workbook"),
    path("organise/hosts/<slug:slug>/analysis/print/", papers.on_paper, name="print"),
]
