"""Every address of the site, by the app that answers it."""

from django.urls import include, path

urlpatterns = [
    # Before the pages that it leads to: an id looks like a slug too.
    path("e/", include("forum.unnamed_urls")),
    path("", include("analysis.urls")),
    path("", include("feedback.urls")),
    path("", include("registrations.urls")),
    path("", include("forum.urls")),
    path("accounts/", include("forum.account_urls")),
]

handler400 = "forum.views.errors.bad_request"
handler403 = "forum.views.errors.forbidden"
handler404 = "forum.views.errors.not_found"
handler500 = "forum.views.errors.server_error"
