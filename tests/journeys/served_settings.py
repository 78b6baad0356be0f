"""Production's settings for a served house of the tests; files come from where they lie."""

from casework.config.settings import *  # noqa: F403
from casework.config.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
