"""The steps of a migration made in one go: what they touch is rendered once, and nothing else."""

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
        # Without rendered models: else every step would render those beside its own anew.
        rendered = state.__dict__.pop("apps", None)
        for step in self.steps:
            step.state_forwards(app_label, state)
        if rendered is not None:
            self._render_touched(app_label, state, rendered)

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

    def _render_touched(self, app_label, state, rendered):
        touched = {(app_label, self._model_of(step)) for step in self.steps} - {(app_label, "")}
        for key in touched & {(app_label, name) for name in rendered.all_models[app_label]}:
            rendered.unregister_model(*key)
        rendered.render_multiple([state.models[key] for key in sorted(touched & set(state.models))])
        state.apps = rendered
        # Others may still hold the models of before: Django renders all before it runs code.
        state.is_delayed = True

    @staticmethod
    def _model_of(step):
        name = getattr(step, "model_name", None) or getattr(step, "name", None)
        return (name or "").lower()

    def describe(self):
        return "Make tables, their constraints and triggers in one go"

    def _is_in_new_tables(self, step):
        held = migrations.AddField | migrations.AddConstraint | migrations.AddIndex
        return isinstance(step, held) and self._is_of_new_table(step)

    def _is_of_new_table(self, step):
        new = {each.name_lower for each in self.steps if isinstance(each, migrations.CreateModel)}
        return self._model_of(step) in new
