"""`lint` runs every static check, a line each, and fails when one of them does."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PROGRAMS = Path(sys.executable).parent  # of the environment that this runs in
MANAGE = [sys.executable, "manage.py"]
CHECKS: dict[str, list[Path | str]] = {
    "rules": [PROGRAMS / "ruff", "check", "--quiet", "--no-cache"],
    "layout": [PROGRAMS / "ruff", "format", "--check", "--quiet", "--no-cache"],
    "types": [PROGRAMS / "mypy", "--no-error-summary"],
    "floors": [PROGRAMS / "lint-imports", "--no-cache"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "translations": [*MANAGE, "messages"],
}


class Command(BaseCommand):
    """Ruff, mypy, the floors, missing migrations, missing translations."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        failed = [name for name, command in CHECKS.items() if not self.passes(name, command)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def passes(self, name: str, command: list[Path | str]) -> bool:
        """Run one check from the top of the house; what it says is shown only when it fails."""
        started = time.monotonic()
        check = subprocess.run(command, cwd=settings.BASE, capture_output=True, text=True, check=False)
        self.stdout.write(f"{name:13} {'failed' if check.returncode else 'ok':7} {time.monotonic() - started:5.1f} s")
        if check.returncode:
            self.stdout.write(check.stdout + check.stderr)
        return not check.returncode
