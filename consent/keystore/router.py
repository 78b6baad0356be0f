"""Sends the keystore's models to the keystore database and everything else to the data database."""

from typing import Any

KEYSTORE = "keystore"


class KeystoreRouter:
    """Two databases that never share a transaction, a dump or a backup."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return KEYSTORE if model._meta.app_label == KEYSTORE else "default"

    db_for_write = db_for_read

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool:
        return bool((obj1._meta.app_label == KEYSTORE) == (obj2._meta.app_label == KEYSTORE))

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return bool((db == KEYSTORE) == (app_label == KEYSTORE))
