"""`migrate` brings both databases up to date; each gets only the migrations whose tables it holds."""

from typing import Any

from django.core.management.commands import migrate

from consent.keystore.router import KEYSTORE


class Command(migrate.Command):
    """Django's own would walk every migration on the keystore too, and record it there without effect."""

    def run_from_argv(self, argv: list[str]) -> None:
        """On the command line `migrate` alone means both databases; code names the one it means."""
        super().run_from_argv(argv)
        if all(word.startswith("-") and not word.startswith("--database") for word in argv[2:]):
            super().run_from_argv([*argv, "--database", KEYSTORE])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] == KEYSTORE and options["app_label"] is None:
            options |= {"app_label": KEYSTORE, "run_syncdb": False}
        super().handle(*args, **options)
