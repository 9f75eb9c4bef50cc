"""Changes are read newest first."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("governance", "0013_seal_the_history")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX who_did_what_by_time ON pghistory_context (created_at DESC, id DESC)",
            "DROP INDEX who_did_what_by_time",
        )
    ]
