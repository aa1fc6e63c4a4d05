"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.project.settings")
application = import_string("forum.deep_calls.with_room")(get_wsgi_application())
import_string("forum.serving.begin")()
# Before the first page is served.
import_string("forum.starting.run")()
