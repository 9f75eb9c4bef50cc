"""Who made a change, and which, stands in pghistory's own table: it only grows, too."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION who_did_what_stands() RETURNS trigger AS $$
BEGIN
    -- Each row of a change writes its context once more: the same words pass.
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.id, OLD.metadata, OLD.created_at) IS NOT DISTINCT FROM
            (NEW.id, NEW.metadata, NEW.created_at) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'history is never rewritten: %', TG_TABLE_NAME;
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER who_did_what_stands BEFORE UPDATE OR DELETE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION who_did_what_stands();
CREATE TRIGGER who_did_what_is_never_cut BEFORE TRUNCATE ON pghistory_context
    FOR EACH STATEMENT EXECUTE FUNCTION who_did_what_stands();
"""

BACKWARDS = """
DROP TRIGGER who_did_what_is_never_cut ON pghistory_context;
DROP TRIGGER who_did_what_stands ON pghistory_context;
DROP FUNCTION who_did_what_stands();
"""


class Migration(migrations.Migration):

    dependencies = [("governance", "0002_first")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
