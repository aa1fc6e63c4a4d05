"""Addresses of forum: public pages, then the team's."""

from django.urls import path

from forum.views import asked, complaints, hosts, lists, organise, pages, programme, public, publish

app_name = "forum"

urlpatterns = [
    # Public
    path("", public.events, name="events"),
    path("calendar.ics", public.calendar, name="calendar"),
    path("series/<slug:slug>/", public.series, name="series"),
    path("e/<slug:slug>/", public.event, name="event"),
    path("e/<slug:slug>/programme/", public.programme, name="programme"),
    path("e/<slug:slug>/programme/<uuid:pk>/", public.session, name="session"),
    path("e/<slug:slug>/calendar.ics", public.event_calendar, name="event_calendar"),
    path("e/<slug:slug>/agreement/", pages.agreement, name="agreement"),
    path("e/<slug:slug>/privacy/", pages.event_privacy, name="event_privacy"),
    path("e/<slug:slug>/concern/", pages.event_concern, name="event_concern"),
    path("e/<slug:slug>/complain/", complaints.complain, name="complain"),
    path("e/<slug:slug>/complain/<uuid:pk>/", complaints.complained, name="complained"),
    path("privacy/", pages.privacy, name="privacy"),
    path("using-this-site/", pages.accessibility, name="accessibility"),
    path("concern/", pages.concern, name="concern"),
    path("health/", pages.health, name="health"),
    path("ready/", pages.ready, name="ready"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("invitation/<str:token>/", hosts.accept_invitation, name="accept_invitation"),
    # organise/: the team's events
    path("organise/", organise.my_events, name="my_events"),
    path("organise/events/new/", organise.new_event, name="new_event"),
    path("organise/events/<slug:slug>/", organise.today, name="today"),
    path("organise/events/<slug:slug>/edit/", organise.edit_event, name="edit_event"),
    path("organise/events/<slug:slug>/place/", organise.edit_place, name="edit_place"),
    path("organise/events/<slug:slug>/hosts/", organise.edit_hosts, name="edit_hosts"),
    path("organise/events/<slug:slug>/preview/", publish.preview, name="preview"),
    path("organise/events/<slug:slug>/publish/", publish.publish, name="publish"),
    path("organise/events/<slug:slug>/cancel/", publish.cancel, name="cancel_event"),
    path("organise/events/<slug:slug>/lists/", lists.lists, name="lists"),
    path("organise/events/<slug:slug>/lists/<slug:kind>/", lists.make_list, name="make_list"),
    path("organise/events/<slug:slug>/lists/files/<uuid:pk>/", lists.list_file, name="list_file"),
    path(
        "organise/events/<slug:slug>/lists/files/<uuid:pk>/save/",
        lists.fetch_list,
        name="fetch_list",
    ),
    path(
        "organise/events/<slug:slug>/lists/files/<uuid:pk>/remove/",
        lists.remove_list,
        name="remove_list",
    ),
    # organise/events/<slug>/complaints/: for owners
    path("organise/events/<slug:slug>/complaints/", complaints.complaints, name="complaints"),
    path(
        "organise/events/<slug:slug>/complaints/<uuid:pk>/",
        complaints.read,
        name="read_complaint",
    ),
    path(
        "organise/events/<slug:slug>/complaints/<uuid:pk>/answer/",
        complaints.answer,
        name="answer_complaint",
    ),
    # organise/events/<slug>/programme/: rooms, slots, sessions
    path("organise/events/<slug:slug>/programme/", programme.programme, name="edit_programme"),
    path(
        "organise/events/<slug:slug>/programme/<slug:thing>/new/",
        programme.add,
        name="add_to_programme",
    ),
    path(
        "organise/events/<slug:slug>/programme/<slug:thing>/<uuid:pk>/",
        programme.edit,
        name="edit_in_programme",
    ),
    path(
        "organise/events/<slug:slug>/programme/<slug:thing>/<uuid:pk>/remove/",
        programme.remove,
        name="remove_from_programme",
    ),
    # organise/hosts/<slug>/: settings, team, organisations, series
    path("organise/hosts/<slug:slug>/", hosts.settings, name="host"),
    path("organise/hosts/<slug:slug>/asked/<uuid:pk>/", asked.answer, name="answer_asked"),
    path("organise/hosts/<slug:slug>/team/", hosts.team, name="team"),
    path("organise/hosts/<slug:slug>/team/<uuid:pk>/remove/", hosts.remove, name="remove_member"),
    path(
        "organise/hosts/<slug:slug>/invitations/<uuid:pk>/withdraw/",
        hosts.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("organise/hosts/<slug:slug>/series/", hosts.series, name="host_series"),
    path("organise/hosts/<slug:slug>/organisations/", hosts.organisations, name="organisations"),
    path(
        "organise/hosts/<slug:slug>/organisations/<uuid:pk>/",
        hosts.organisation,
        name="edit_organisation",
    ),
    # Any other organiser address: a stranger signs in, a colleague gets 404
    path("organise/<path:rest>", organise.elsewhere, name="elsewhere"),
]
