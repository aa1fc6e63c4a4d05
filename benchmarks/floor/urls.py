"""The one address."""

from django.urls import path

from floor import views

urlpatterns = [path("<slug:slug>/", views.meeting)]
