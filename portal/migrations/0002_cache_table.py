"""The table that sign-in's rate limits are counted in, as `createcachetable` makes it."""

from django.db import migrations

TABLE = """
CREATE TABLE portal_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX portal_cache_expires ON portal_cache (expires);
"""


class Migration(migrations.Migration):

    dependencies = [("portal", "0001_first")]

    # As SQL, not by the command: running Python would render every model once more.
    operations = [migrations.RunSQL(TABLE, "DROP TABLE portal_cache")]
