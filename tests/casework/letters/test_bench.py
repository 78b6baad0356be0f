"""The bench of letters measures real letters; what it finds is for `bench`, not for a test."""

import pytest

from casework.letters.bench import measure


# WeasyPrint leaves its colour profile open; in the press nobody minds, since the process ends.
@pytest.mark.filterwarnings("ignore:Exception ignored.*sRGB2014:pytest.PytestUnraisableExceptionWarning")
def test_measure__one_round__takes_time_for_both() -> None:
    ours, alone = measure(1)
    assert ours > 0
    assert alone > 0
