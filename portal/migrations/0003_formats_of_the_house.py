"""The formats that papers can be written in, as the files of the house have them today.

A later release that changes a format brings a step like this one; formats that people made
themselves keep other codes and are left alone.
"""

from django.db import migrations

from governance.audit import change
from portal.reports.formats import rows


def write_formats(apps, schema_editor):
    formats = apps.get_model("portal", "ReportFormat").objects
    with change(by=None, what="took up the formats of the house"):
        for row in rows():
            formats.update_or_create(code=row["code"], defaults=row)


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_cache_table")]

    operations = [migrations.RunPython(write_formats, migrations.RunPython.noop)]
