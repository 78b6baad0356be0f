"""Marks on the list of a meeting."""

import pytest

from pathways import attendance
from tests.pathways.conftest import Group
from tests.people import Cast


def test_attendance__mark__again_is_the_same_row(group: Group, cast: Cast) -> None:
    first = attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
    second = attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="absent_notified")
    assert first.pk == second.pk
    assert [row.status for row in second.history.order_by("history_id")] == ["present", "absent_notified"]
