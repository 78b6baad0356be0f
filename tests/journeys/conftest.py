"""The world of the matrix with a canary in every sealed field, made once for the tests of a module."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from consent import keyring
from tests.casework import referral_stories
from tests.journeys.canaries import Cage, plant
from tests.matrix.world import World, make_world, rolled_back
from tests.pathways.conftest import HALF_PAST_ONE


@dataclasses.dataclass
class Aviary:
    """A world, and its canaries."""

    world: World
    cage: Cage


@pytest.fixture(scope="module")
def aviary(django_db_setup: None, django_db_blocker: Any) -> Iterator[Aviary]:
    """What a test does in it is rolled back; tests that use it carry the mark `django_db`."""
    with time_machine.travel(HALF_PAST_ONE), django_db_blocker.unblock(), rolled_back():
        world = make_world()
        with keyring.fresh():
            cage = plant(world)
        cage.words[referral_stories.WORK] = "referral.slice"  # what was sent before the canaries came
        yield Aviary(world, cage)
