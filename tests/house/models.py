"""The models of the repository, as the rules of the house read them."""

from django.apps import apps
from django.db import models

from consent.history import HistoryRow
from tests.house.tree import FLOORS

LABELS = (*FLOORS, "keystore")


def live() -> list[type[models.Model]]:
    """Every table of ours that is not history."""
    ours = [model for model in apps.get_models() if model._meta.app_label in LABELS]
    return [model for model in ours if not issubclass(model, HistoryRow)]


def of_data() -> list[type[models.Model]]:
    """The same without the keystore, whose rows are keys, tokens and the ledger."""
    return [model for model in live() if model._meta.app_label != "keystore"]


def histories() -> list[type[models.Model]]:
    """Every history table."""
    return [model for model in apps.get_models() if issubclass(model, HistoryRow)]
