"""The composition root as an app, so that its commands are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "casework.config"
    label = "config"
