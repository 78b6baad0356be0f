"""Production's settings with the bench's own tables and pages beside ours; `tests.load.house` runs with these."""

from casework.config.settings import *  # noqa: F403
from casework.config.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.load"]
ROOT_URLCONF = "tests.load.urls"
# Files come from where they lie: collecting them is not measured, and both sides name them alike.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
