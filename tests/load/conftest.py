"""What the tests of this folder share with those of the top floor."""

from tests.pathways.conftest import tuesday

__all__ = ["tuesday"]
