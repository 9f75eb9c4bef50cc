"""Who people are, before all else: the libraries' own tables then meet a small house."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.text
import governance.models.boards
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.conf import settings
from django.db import migrations, models
from governance.migrations._at_once import AtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        AtOnce([
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('title', models.CharField(max_length=200)),
                ('strapline', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('owner', models.CharField(blank=True, max_length=200)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('dated_known', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('two_months', 'two months'), ('season', 'season'), ('quarter', 'quarter'), ('year', 'calendar year'), ('financial_year', 'financial year')], default='day', max_length=14)),
                ('covers', models.CharField(blank=True, max_length=60)),
                ('appendices', models.JSONField(blank=True, default=list)),
            ],
        ),
        migrations.CreateModel(
            name='DocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False)),
                ('title', models.CharField(max_length=200)),
                ('strapline', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('owner', models.CharField(blank=True, max_length=200)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('dated_known', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('two_months', 'two months'), ('season', 'season'), ('quarter', 'quarter'), ('year', 'calendar year'), ('financial_year', 'financial year')], default='day', max_length=14)),
                ('covers', models.CharField(blank=True, max_length=60)),
                ('appendices', models.JSONField(blank=True, default=list)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('illustrative', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('starts_known', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('two_months', 'two months'), ('season', 'season'), ('quarter', 'quarter'), ('year', 'calendar year'), ('financial_year', 'financial year')], default='day', max_length=14)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('ends_known', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('two_months', 'two months'), ('season', 'season'), ('quarter', 'quarter'), ('year', 'calendar year'), ('financial_year', 'financial year')], default='day', max_length=14)),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=200)),
                ('short_name', models.CharField(blank=True, max_length=80)),
                ('kind', models.CharField(blank=True, max_length=80)),
                ('sector', models.CharField(blank=True, max_length=80)),
                ('note', models.TextField(blank=True)),
                ('nominations_to', models.EmailField(blank=True, max_length=254)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('illustrative', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('starts_known', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('two_months', 'two months'), ('season', 'season'), ('quarter', 'quarter'), ('year', 'calendar year'), ('financial_year', 'financial year')], default='day', max_length=14)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('ends_known', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('two_months', 'two months'), ('season', 'season'), ('quarter', 'quarter'), ('year', 'calendar year'), ('financial_year', 'financial year')], default='day', max_length=14)),
                ('slug', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=200)),
                ('short_name', models.CharField(blank=True, max_length=80)),
                ('kind', models.CharField(blank=True, max_length=80)),
                ('sector', models.CharField(blank=True, max_length=80)),
                ('note', models.TextField(blank=True)),
                ('nominations_to', models.EmailField(blank=True, max_length=254)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('paper', 'paper'), ('official', 'official file'), ('reading', 'our own reading')], max_length=10)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('line', models.PositiveIntegerField(blank=True, null=True)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('licence', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='SourceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('paper', 'paper'), ('official', 'official file'), ('reading', 'our own reading')], max_length=10)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('line', models.PositiveIntegerField(blank=True, null=True)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('licence', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('illustrative', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('email', models.EmailField(blank=True, max_length=254, null=True, verbose_name='e-mail address')),
                ('post', models.CharField(max_length=200)),
                ('distinction', models.CharField(blank=True, max_length=80)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('is_young', models.BooleanField(default=False, verbose_name='under 18')),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False, verbose_name='system administrator')),
                ('left_on', models.DateField(blank=True, null=True)),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('illustrative', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='e-mail address')),
                ('post', models.CharField(max_length=200)),
                ('distinction', models.CharField(blank=True, max_length=80)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('is_young', models.BooleanField(default=False, verbose_name='under 18')),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False, verbose_name='system administrator')),
                ('left_on', models.DateField(blank=True, null=True)),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('supporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supported', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governance_documentevent" ("appendices", "covers", "dated_known", "dated_on", "file_name", "id", "kind", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "strapline", "title") VALUES (NEW."appendices", NEW."covers", NEW."dated_known", NEW."dated_on", NEW."file_name", NEW."id", NEW."kind", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."strapline", NEW."title"); RETURN NULL;', hash='d6c992f310942d6e4805dea48cf1b285f98cb316', operation='INSERT', pgid='pgtrigger_insert_insert_10943', table='governance_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "governance_documentevent" ("appendices", "covers", "dated_known", "dated_on", "file_name", "id", "kind", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "strapline", "title") VALUES (NEW."appendices", NEW."covers", NEW."dated_known", NEW."dated_on", NEW."file_name", NEW."id", NEW."kind", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."strapline", NEW."title"); RETURN NULL;', hash='67ddd719a3243a4af023209c4091c6b3ff9fec48', operation='UPDATE', pgid='pgtrigger_update_update_195ad', table='governance_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governance_documentevent" ("appendices", "covers", "dated_known", "dated_on", "file_name", "id", "kind", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "strapline", "title") VALUES (OLD."appendices", OLD."covers", OLD."dated_known", OLD."dated_on", OLD."file_name", OLD."id", OLD."kind", OLD."owner", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."strapline", OLD."title"); RETURN NULL;', hash='3d85b287642779fb0667ba8def251ec93c9e620f', operation='DELETE', pgid='pgtrigger_delete_delete_ebb57', table='governance_document', when='AFTER')),
        ),
        migrations.AddField(
            model_name='documentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='documentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='governance.document'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='governance.organisation'),
        ),
        migrations.AddField(
            model_name='user',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='governance.organisation'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.organisation'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='governance.organisation'),
        ),
        migrations.AddField(
            model_name='source',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='governance.document'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.source'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.source'),
        ),
        migrations.AddField(
            model_name='user',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.source'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='document',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.document'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='governance.source'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='organisation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.organisation'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='userevent',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.source'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='supporter',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentevent',
            trigger=pgtrigger.compiler.Trigger(name='never_cut', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is never cut: %', TG_TABLE_NAME;", hash='ccb84a509e30f42bfd2c59516efbef95509cf462', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_cut_871a6', table='governance_documentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9b7b0ee6dfd2c1e76a47cb91e2e0b5acd010c446', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0acc3', table='governance_documentevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'paper'), _negated=True), models.Q(('document__isnull', False), ('line__isnull', False)), _connector='OR'), name='source_in_a_paper_names_the_paper', violation_error_message='Name the paper and the line.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'official'), _negated=True), models.Q(('file_name', ''), _negated=True), _connector='OR'), name='official_source_names_its_file', violation_error_message='Name the official file.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(fields=('kind', 'document', 'place', 'line', 'file_name'), name='source_is_kept_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governance_sourceevent" ("document_id", "file_name", "id", "kind", "licence", "line", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (NEW."document_id", NEW."file_name", NEW."id", NEW."kind", NEW."licence", NEW."line", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place"); RETURN NULL;', hash='48fb92bac27de94db15f3dba7abbbee4b808a43f', operation='INSERT', pgid='pgtrigger_insert_insert_f8bb7', table='governance_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "governance_sourceevent" ("document_id", "file_name", "id", "kind", "licence", "line", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (NEW."document_id", NEW."file_name", NEW."id", NEW."kind", NEW."licence", NEW."line", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place"); RETURN NULL;', hash='e4eeb0d9ead051e855a8f3161962b007afab518d', operation='UPDATE', pgid='pgtrigger_update_update_8ab5c', table='governance_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governance_sourceevent" ("document_id", "file_name", "id", "kind", "licence", "line", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (OLD."document_id", OLD."file_name", OLD."id", OLD."kind", OLD."licence", OLD."line", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place"); RETURN NULL;', hash='18351e0409b68c7d1b5610fefe5427fee6b38629', operation='DELETE', pgid='pgtrigger_delete_delete_ae510', table='governance_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationevent',
            trigger=pgtrigger.compiler.Trigger(name='never_cut', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is never cut: %', TG_TABLE_NAME;", hash='2db696482de9ec0636d712d8fd6b0d55b5df4f32', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_cut_c6527', table='governance_organisationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e2dcf3f53265652fc6caddc47972f02660e17177', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3dbaa', table='governance_organisationevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='organisation_ends_after_it_starts', violation_error_message='It must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='organisation_name_is_its_own', violation_error_message='An organisation of that name is there already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='organisation_parents_form_no_loop', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."parent_id" IS NOT NULL)', func="PERFORM pg_advisory_xact_lock(hashtext(TG_TABLE_NAME));\nIF EXISTS (\n            WITH RECURSIVE up(id) AS (\n                SELECT NEW.parent_id\n                UNION SELECT t.parent_id FROM governance_organisation t JOIN up ON t.id = up.id\n            )\n            SELECT 1 FROM up WHERE id = NEW.id\n        ) THEN\n    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'organisation_parents_form_no_loop',\n        MESSAGE = 'organisation_parents_form_no_loop: it would stand below itself';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='86b14960d9349aedde8fd1e17eaf4f17743b1293', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_organisation_parents_form_no_loop_6d2bc', table='governance_organisation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='version_counts_every_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ends_known" IS DISTINCT FROM (NEW."ends_known") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."illustrative" IS DISTINCT FROM (NEW."illustrative") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."nominations_to" IS DISTINCT FROM (NEW."nominations_to") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."sector" IS DISTINCT FROM (NEW."sector") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."starts_known" IS DISTINCT FROM (NEW."starts_known") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func='NEW.version := OLD.version + 1; RETURN NEW;', hash='3fc4787fc5505bdd96750caf63c70a1e1408afc1', operation='UPDATE', pgid='pgtrigger_version_counts_every_change_826cd', table='governance_organisation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governance_organisationevent" ("ends_known", "ends_on", "id", "illustrative", "kind", "name", "nominations_to", "note", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "short_name", "slug", "source_id", "starts_known", "starts_on", "version") VALUES (NEW."ends_known", NEW."ends_on", NEW."id", NEW."illustrative", NEW."kind", NEW."name", NEW."nominations_to", NEW."note", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sector", NEW."short_name", NEW."slug", NEW."source_id", NEW."starts_known", NEW."starts_on", NEW."version"); RETURN NULL;', hash='3fb5585def6500eb5033640b18b963b859d2c300', operation='INSERT', pgid='pgtrigger_insert_insert_ebda8', table='governance_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "governance_organisationevent" ("ends_known", "ends_on", "id", "illustrative", "kind", "name", "nominations_to", "note", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "short_name", "slug", "source_id", "starts_known", "starts_on", "version") VALUES (NEW."ends_known", NEW."ends_on", NEW."id", NEW."illustrative", NEW."kind", NEW."name", NEW."nominations_to", NEW."note", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sector", NEW."short_name", NEW."slug", NEW."source_id", NEW."starts_known", NEW."starts_on", NEW."version"); RETURN NULL;', hash='016d9f7fe4a678c031605d6a93439881bdbdba02', operation='UPDATE', pgid='pgtrigger_update_update_e8009', table='governance_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governance_organisationevent" ("ends_known", "ends_on", "id", "illustrative", "kind", "name", "nominations_to", "note", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "short_name", "slug", "source_id", "starts_known", "starts_on", "version") VALUES (OLD."ends_known", OLD."ends_on", OLD."id", OLD."illustrative", OLD."kind", OLD."name", OLD."nominations_to", OLD."note", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sector", OLD."short_name", OLD."slug", OLD."source_id", OLD."starts_known", OLD."starts_on", OLD."version"); RETURN NULL;', hash='81528a7dd71828e08ecf5baf64be505214da8b66', operation='DELETE', pgid='pgtrigger_delete_delete_42d20', table='governance_organisation', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='email_belongs_to_one_person', violation_error_message='Somebody has that e-mail address already.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(fields=('organisation', 'post', 'distinction'), name='post_tells_people_of_an_organisation_apart', violation_error_message='Add a word that tells the two posts apart.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('is_young', False), models.Q(('name', ''), ('supporter__isnull', False)), _connector='OR'), name='young_person_has_no_shown_name', violation_error_message='A person under 18 has a supporter and no shown name.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('supporter', None), models.Q(('supporter', models.F('id')), _negated=True), _connector='OR'), name='supporter_is_somebody_else', violation_error_message='Nobody is their own supporter.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='version_counts_every_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."distinction" IS DISTINCT FROM (NEW."distinction") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."illustrative" IS DISTINCT FROM (NEW."illustrative") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_young" IS DISTINCT FROM (NEW."is_young") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at") OR OLD."left_on" IS DISTINCT FROM (NEW."left_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."post" IS DISTINCT FROM (NEW."post") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."supporter_id" IS DISTINCT FROM (NEW."supporter_id"))', func='NEW.version := OLD.version + 1; RETURN NEW;', hash='70ea9dc3de334954f308902bf5d5b94a285328c0', operation='UPDATE', pgid='pgtrigger_version_counts_every_change_996b0', table='governance_user', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governance_userevent" ("distinction", "email", "id", "illustrative", "is_active", "is_staff", "is_young", "joined_at", "left_on", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "source_id", "supporter_id", "version") VALUES (NEW."distinction", NEW."email", NEW."id", NEW."illustrative", NEW."is_active", NEW."is_staff", NEW."is_young", NEW."joined_at", NEW."left_on", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post", NEW."source_id", NEW."supporter_id", NEW."version"); RETURN NULL;', hash='6f3ecedb68febc7227a3156cc7fa695d2b657fbb', operation='INSERT', pgid='pgtrigger_insert_insert_56bca', table='governance_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."distinction" IS DISTINCT FROM (NEW."distinction") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."illustrative" IS DISTINCT FROM (NEW."illustrative") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_young" IS DISTINCT FROM (NEW."is_young") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at") OR OLD."left_on" IS DISTINCT FROM (NEW."left_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."post" IS DISTINCT FROM (NEW."post") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."supporter_id" IS DISTINCT FROM (NEW."supporter_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "governance_userevent" ("distinction", "email", "id", "illustrative", "is_active", "is_staff", "is_young", "joined_at", "left_on", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "source_id", "supporter_id", "version") VALUES (NEW."distinction", NEW."email", NEW."id", NEW."illustrative", NEW."is_active", NEW."is_staff", NEW."is_young", NEW."joined_at", NEW."left_on", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post", NEW."source_id", NEW."supporter_id", NEW."version"); RETURN NULL;', hash='1a307452733440785aa0742a8d8e05b1b8e8ccf6', operation='UPDATE', pgid='pgtrigger_update_update_bb9ca', table='governance_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governance_userevent" ("distinction", "email", "id", "illustrative", "is_active", "is_staff", "is_young", "joined_at", "left_on", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "source_id", "supporter_id", "version") VALUES (OLD."distinction", OLD."email", OLD."id", OLD."illustrative", OLD."is_active", OLD."is_staff", OLD."is_young", OLD."joined_at", OLD."left_on", OLD."name", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post", OLD."source_id", OLD."supporter_id", OLD."version"); RETURN NULL;', hash='3352157fd31bc1c3463dbd60ecd0f398be84704e', operation='DELETE', pgid='pgtrigger_delete_delete_d02bf', table='governance_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sourceevent',
            trigger=pgtrigger.compiler.Trigger(name='never_cut', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is never cut: %', TG_TABLE_NAME;", hash='c2e618c4a09b1c93c3aed113f10f1b5442798a59', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_cut_cd814', table='governance_sourceevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sourceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='876a0ae7335913b0290c3be3358fccb82f0f153b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7e438', table='governance_sourceevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userevent',
            trigger=pgtrigger.compiler.Trigger(name='never_cut', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is never cut: %', TG_TABLE_NAME;", hash='fd5c044bad7642a1cd9a3bc6e09995044bba3fb6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_cut_53d62', table='governance_userevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8769a162f080ca2505396772b6909fe6fd4bb212', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7bc32', table='governance_userevent', when='BEFORE')),
        ),
        ]),
    ]
