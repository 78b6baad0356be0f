"""The middle floor: what the worker does, and the partner's inbox."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"

    def ready(self) -> None:
        from casework import exported, holdings, holdings_in_words, registrations  # noqa: F401  (they register themselves)
