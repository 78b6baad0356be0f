"""The WSGI application; refuses to start without its keys and its append-only triggers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.settings")
application = get_wsgi_application()

from consent import readiness  # noqa: E402  (the apps must be loaded first)

readiness.refuse_unless_ready()
