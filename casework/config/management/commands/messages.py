"""`messages` compares the catalogues with the sources; `messages --update` brings them up to date."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.config import catalogues


class Command(BaseCommand):
    """Fails when a Finnish or Swedish string is missing, obsolete, fuzzy, untranslated or has other placeholders."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--update", action="store_true", help="write the strings of the sources to the catalogues")

    def handle(self, *, update: bool, **options: Any) -> None:
        template = catalogues.strings_of(settings.BASE)
        found = 0
        for language in catalogues.LANGUAGES:
            file = settings.BASE / "locale" / language / "LC_MESSAGES" / "django.po"
            catalogue = catalogues.read(file, language)
            if update:
                catalogue = catalogues.update(catalogue, template)
                catalogues.write(file, catalogue)
            for fault in catalogues.faults(catalogue, template):
                self.stdout.write(f"{language}: {fault}")
                found += 1
        if found and not update:
            raise CommandError(f"{found} strings are not as they should be.")
        self.stdout.write(f"{len(template)} strings in {' and '.join(catalogues.LANGUAGES)}, {found} to be translated.")
