"""What every page knows of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name and address, the direction of writing, and whether mails go to files."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "MAIL_TO_FILES": settings.MAIL_TO_FILES,
        "DEMO": settings.DEMO,
        "DIR": "rtl" if translation.get_language_bidi() else "ltr",
    }
