"""The keystore: wrapped keys, lookup tokens and the erasure ledger, in a database of their own."""

from django.apps import AppConfig


class KeystoreConfig(AppConfig):
    name = "consent.keystore"
    label = "keystore"
