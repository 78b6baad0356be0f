"""The world of the matrix, made once for the tests of a module; what each test does in it is rolled back."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.matrix.world import World, make_world, rolled_back
from tests.pathways.conftest import HALF_PAST_ONE


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """It is Tuesday, and the group meets. Tests that use it carry the mark `django_db`."""
    with time_machine.travel(HALF_PAST_ONE), django_db_blocker.unblock(), rolled_back():
        yield make_world()
