"""A step of a migration: several models at once.

After each new model or column Django renders every model that is related to it, and here each is related to all
others: made one by one, the models of a first floor plan took two thirds of a first `migrate`.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Together(Operation):
    """Operations whose state is taken on in one step: each finds the state as it is when the last is known."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # what was rendered; it is rendered once more when a table is made
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


class CreateModels(Together):
    """New models only."""

    def __init__(self, operations: Sequence[CreateModel]) -> None:
        super().__init__(operations)


class AddColumns(Together):
    """New columns of models that exist, in any number of tables.

    SQLite makes a table anew for a column with a default, from what it knows of the table: so each model of the state
    before is told of the columns that it has got already.
    """

    def __init__(self, operations: Sequence[AddField]) -> None:
        super().__init__(operations)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            assert isinstance(operation, AddField)
            operation.database_forwards(app_label, schema_editor, from_state, to_state)
            before = from_state.apps.get_model(app_label, operation.model_name)
            after = to_state.apps.get_model(app_label, operation.model_name)
            before.add_to_class(operation.name, after._meta.get_field(operation.name).clone())

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        raise NotImplementedError("Columns that were added together are not taken away again: make a new migration.")
