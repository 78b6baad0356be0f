"""A house with a log: events of all kinds, histories, and what reading them gives."""

import dataclasses
import datetime
import time
from typing import Any

from django.db import connection, models

from consent import access_log, append_only
from consent.models import AccessEvent, AuditLeaf, Checkpoint, LeafForm, SecurityEvent
from consent.periods import now
from consent.proof import checking, forms, notes, rows
from consent.proof.checking import CheckpointRead, Fault
from consent.proof.forms import Commitments
from consent.proof.sealing import Horizon
from tests.databases import drop_triggers
from tests.people import Cast, actor

LONG_AGO = datetime.timedelta(minutes=6)  # longer than a row may wait for its seal


def written(cast: Cast, events: int = 5) -> list[AccessEvent]:
    """Events of minna's, about Nasrin, and one of the security log."""
    found = [
        access_log.record(
            actor(cast.minna),
            action="view",
            page="case_detail",
            purpose="guidance",
            subjects=[cast.case.subject.uid],
            case_uid=cast.case.uid,
        )
        for _ in range(events)
    ]
    access_log.security("signed_in", actor=actor(cast.minna))
    return found


def altered(statement: str, *parameters: Any) -> None:
    """Change rows as somebody can who has the database: past its triggers, which are there again afterwards."""
    drop_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount > 0, statement
    connection.check_constraints()  # PostgreSQL alters no table whose rows still wait for their checks
    append_only.set_triggers(connection)


def wait_until_certain() -> None:
    """Until what was committed here is certain to stay: on PostgreSQL other tests write beside, on the same server."""
    patience = 600
    beyond = Horizon.now().highest
    while Horizon.now().lowest < beyond:
        patience -= 1
        assert patience, "a transaction on this server does not end"
        time.sleep(0.5)


def table(model: type[models.Model]) -> str:
    return model._meta.db_table


@dataclasses.dataclass
class Dump:
    """What verification reads, in memory, to be changed."""

    found: dict[str, list[list[Any]]]
    leaves: dict[str, list[list[Any]]]
    hashes: list[list[Any]]
    checkpoints: list[CheckpointRead]
    commitments: dict[str, Commitments]
    origin: str

    @classmethod
    def read(cls) -> "Dump":
        with rows.reading():
            sources = [source for source in forms.sources() if LeafForm.objects.filter(table=source.table).exists()]
            of = {source.table: (source, forms.current(source)) for source in sources}
            return cls(
                {
                    name: [list(row) for row in rows.of_form(form, source)]
                    for name, (source, form) in of.items()
                    if form
                },
                {name: [list(leaf) for leaf in rows.leaves_of(form.number)] for name, (_, form) in of.items() if form},
                [list(leaf) for leaf in rows.hashes()],
                [CheckpointRead(c.size, bytes(c.root), c.note) for c in Checkpoint.objects.order_by("size")],
                {name: Commitments(form) for name, (_, form) in of.items() if form},
                notes.origin(),
            )

    def faults(self) -> list[Fault]:
        """What `audit verify` finds in it, by the same functions."""
        return [*self.of_tree(), *(fault for name in self.found for fault in self.of_table(name))]

    def of_tree(self) -> list[Fault]:
        return list(checking.tree(self.hashes, self.checkpoints, origin=self.origin))

    def of_table(self, name: str) -> list[Fault]:
        commitments = self.commitments[name]
        known = [commitments.form.pk]
        found, leaves = self.found[name], self.leaves[name]
        return list(checking.rows(commitments, found, leaves, gaps=checking.no_gaps, forms=known))


def leaf_of(row: models.Model) -> AuditLeaf:
    """The leaf of a log row."""
    source = forms.source_of(type(row))
    return AuditLeaf.objects.get(source=forms.number_of(source), row_id=row.pk)


def stranger(at: datetime.datetime | None = None) -> SecurityEvent:
    """A row of the security log of a moment."""
    return SecurityEvent.objects.create(kind="stranger_stopped", at=at or now())
