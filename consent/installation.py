"""Both databases carry one installation id: data and keys of different installations never serve together."""

import uuid
from typing import Any

from django.db import connections

from consent.keystore import standing
from consent.keystore.models import Installation as KeystoreInstallation
from consent.keystore.router import KEYSTORE
from consent.models import Installation


def begin(**_: Any) -> None:
    """Give both databases the same new id, if, and only if, neither has one: a receiver of post_migrate.

    One that has an id beside one that has none is a restored copy, or waits for one; `readiness` refuses it.
    """
    for model, alias in ((Installation, "default"), (KeystoreInstallation, KEYSTORE)):
        if model._meta.db_table not in connections[alias].introspection.table_names():
            return
    if not Installation.objects.exists() and not KeystoreInstallation.objects.exists():
        uid = uuid.uuid4()
        KeystoreInstallation.objects.create(uid=uid)
        Installation.objects.create(uid=uid)
        standing.known(anew=True)
