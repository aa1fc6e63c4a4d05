"""The addresses: a word, a page, and a form that is sent to be there."""

from django.urls import path

from floor import views

urlpatterns = [
    path("", views.hello),
    path("<slug:slug>/", views.meeting),
    path("<slug:slug>/come/", views.come),
]
