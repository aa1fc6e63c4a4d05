"""The project's addresses and two that fail, to see what people get then."""

import errno

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from forum.project.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


def disk_full(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


urlpatterns = [
    path("broken/", broken),
    path("disk-full/", disk_full),
    path("", include("forum.project.urls")),
]
