"""The settings of production, which are those of the tests, please Django's own deployment check."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_check__for_deployment__is_clean() -> None:
    call_command("check", deploy=True, fail_level="WARNING")
