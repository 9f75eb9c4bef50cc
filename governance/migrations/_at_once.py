"""The steps of a migration made in one go: one state is rendered, not one for each step."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class AtOnce(Operation):
    """Apply `steps` to the state one by one and to the database together.

    Tables are created from the final state with their columns and constraints; foreign keys are
    deferred by Django to the end. Steps that the new tables hold already do not touch the
    database; no two steps may change the same column.
    """

    reversible = True

    def __init__(self, steps):
        self.steps = steps

    def state_forwards(self, app_label, state):
        # Forget the rendered models, or every step would render them anew.
        state.__dict__.pop("apps", None)
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for step in self.steps:
            if not self._is_in_new_tables(step):
                step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for step in reversed(self.steps):
            if not self._is_of_new_table(step):
                step.database_backwards(app_label, schema_editor, from_state, to_state)
        models = [step for step in self.steps if isinstance(step, migrations.CreateModel)]
        tables = [from_state.apps.get_model(app_label, s.name)._meta.db_table for s in models]
        for table in tables:
            schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(table)} CASCADE")

    def describe(self):
        return "Make tables, their constraints and triggers in one go"

    def _is_in_new_tables(self, step):
        held = migrations.AddField | migrations.AddConstraint | migrations.AddIndex
        return isinstance(step, held) and self._is_of_new_table(step)

    def _is_of_new_table(self, step):
        new = {each.name_lower for each in self.steps if isinstance(each, migrations.CreateModel)}
        name = getattr(step, "model_name", None) or getattr(step, "name", "")
        return name.lower() in new
