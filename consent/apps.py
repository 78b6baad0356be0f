"""The ground floor: who may look at whose data, for what, until when, and who did."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ConsentConfig(AppConfig):
    name = "consent"

    def ready(self) -> None:
        from consent import (  # noqa: F401  (they register themselves)
            app_role,
            append_only,
            checks,
            exported,
            holdings,
            holdings_in_words,
            installation,
            registrations,
        )

        # SQLite drops triggers silently when it rebuilds a table, so they are set after every migrate.
        pre_migrate.connect(append_only.make_way_for_migrate, dispatch_uid="make_way")
        post_migrate.connect(append_only.set_after_migrate, dispatch_uid="append_only")
        post_migrate.connect(app_role.grant_after_migrate, dispatch_uid="app_role")
        post_migrate.connect(installation.begin, dispatch_uid="installation")
