"""A second person's word stands; what was sent does not change; and nothing leaves with parts that nobody else confirmed (AC-10)."""

from django.db import migrations

from callgov.guards import append_only

HELD = """
CREATE FUNCTION register_span_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM register_redaction WHERE id = NEW.redaction_id AND state = 'draft') THEN
    RAISE EXCEPTION 'the parts of a redaction that was sent do not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER span_of_draft BEFORE INSERT OR UPDATE ON register_redactionspan
  FOR EACH ROW EXECUTE FUNCTION register_span_of_draft();

CREATE FUNCTION register_confirmed_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IN ('confirmed', 'replaced') AND NOT EXISTS (
    SELECT 1 FROM register_redactioncheck c WHERE c.redaction_id = NEW.id AND c.confirmed AND NOT EXISTS (
      SELECT 1 FROM register_redactionspan s WHERE s.redaction_id = NEW.id AND s.marked_by_id = c.checked_by_id)) THEN
    RAISE EXCEPTION 'a redaction is confirmed by someone who marked none of its parts' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER confirmed_by_another AFTER INSERT OR UPDATE ON register_redaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_confirmed_by_another();

CREATE FUNCTION register_leaves_as_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'prepared' AND NEW.state NOT IN ('prepared', 'discarded') AND (
    EXISTS (SELECT 1 FROM register_redaction WHERE request_id = NEW.request_id AND recording_id = NEW.recording_id
              AND state IN ('draft', 'checking'))
    OR EXISTS (SELECT 1 FROM register_redaction WHERE request_id = NEW.request_id AND recording_id = NEW.recording_id
                 AND state = 'confirmed' AND id IS DISTINCT FROM NEW.redaction_id)) THEN
    RAISE EXCEPTION 'a copy leaves only as it was confirmed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER leaves_as_confirmed BEFORE UPDATE ON register_release
  FOR EACH ROW EXECUTE FUNCTION register_leaves_as_confirmed();
"""
LET_GO = """
DROP TRIGGER leaves_as_confirmed ON register_release; DROP FUNCTION register_leaves_as_confirmed();
DROP TRIGGER confirmed_by_another ON register_redaction; DROP FUNCTION register_confirmed_by_another();
DROP TRIGGER span_of_draft ON register_redactionspan; DROP FUNCTION register_span_of_draft();
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0003_custody_and_inspections")]
    operations = [
        append_only("register_redactioncheck"),
        append_only("register_heardpart"),
        append_only("register_transcriptversion"),
        append_only("register_transcriptcertificate"),
        migrations.RunSQL(HELD, LET_GO),
    ]
