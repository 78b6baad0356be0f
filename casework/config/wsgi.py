"""The WSGI application; refuses to start without its keys and its append-only triggers, and says why in a sentence."""

import os
import sys
import threading

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.settings")
try:
    application = get_wsgi_application()

    from casework.letters import printing  # the apps must be loaded first
    from consent import readiness

    readiness.refuse_unless_ready()
except ImproperlyConfigured as fault:
    sys.exit(str(fault))
threading.Thread(target=printing.warm_up, daemon=True).start()  # or the first letter would wait for two seconds
