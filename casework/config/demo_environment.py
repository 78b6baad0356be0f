"""The demo asks for no settings: whatever is not set gets its value here, before Django reads the environment."""

import os
import secrets
from pathlib import Path

from consent.keystore.key_files import generate

VAR = Path(__file__).resolve().parent.parent.parent / "var" / "demo"
COMMANDS_WITHOUT_SETTINGS = {"bench", "demo", "lint", "messages", "makemigrations"}


def use_demo_environment(command: str) -> None:
    """Turn the demo on for the commands that need no installation, and complete its settings wherever it is on."""
    if command in COMMANDS_WITHOUT_SETTINGS:
        os.environ.setdefault("POLKU_DEMO", "1")
    if os.environ.get("POLKU_DEMO") != "1":
        return
    var = Path(os.environ.setdefault("POLKU_VAR", str(VAR)))
    generate(Path(os.environ.setdefault("POLKU_KEK_DIR", str(var / "kek"))))
    os.environ.setdefault("POLKU_SECRET_KEY", secret_key(var / "secret-key"))


def secret_key(file: Path) -> str:
    """The demo's secret: made on first use, readable by its owner only, kept with the demo's data."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        written = file.with_suffix(f".{os.getpid()}")  # two first runs at once never read half a secret
        written.touch(mode=0o600)
        written.write_text(secrets.token_urlsafe(50))
        written.replace(file)
    return file.read_text()
