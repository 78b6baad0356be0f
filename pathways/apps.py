"""The top floor: where the person is heading, and the participant's own pages."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"

    def ready(self) -> None:
        from pathways import exported, holdings, holdings_in_words, registrations  # noqa: F401  (they register themselves)
