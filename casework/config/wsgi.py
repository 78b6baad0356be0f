"""The WSGI application; refuses to start without its keys and its append-only triggers."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.settings")
application = get_wsgi_application()

from casework.letters import printing  # noqa: E402  (the apps must be loaded first)
from consent import readiness  # noqa: E402

readiness.refuse_unless_ready()
threading.Thread(target=printing.warm_up, daemon=True).start()  # or the first letter would wait for two seconds
