"""Tests, assessments and objections can only be added to, an approved wording stays; legitimate interests are balanced (LB-2)."""

from django.db import migrations

from callgov.guards import append_only

BALANCED = """
CREATE FUNCTION recordings_purpose_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.lawful_basis = 'legitimate_interests'
     AND NOT EXISTS (SELECT 1 FROM recordings_balancing WHERE purpose_id = NEW.id AND NOT overridden) THEN
    RAISE EXCEPTION 'legitimate interests without a balancing assessment' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER legitimate_interests_are_balanced AFTER INSERT OR UPDATE ON recordings_processingpurpose
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION recordings_purpose_is_balanced();
"""
STAYS = """
CREATE FUNCTION recordings_notice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.approved_at IS NOT NULL AND (
    TG_OP = 'DELETE'
    OR (NEW.channel, NEW.version, NEW.wording, NEW.why, NEW.approved_by_id, NEW.approved_at, NEW.in_force_from) IS DISTINCT FROM
       (OLD.channel, OLD.version, OLD.wording, OLD.why, OLD.approved_by_id, OLD.approved_at, OLD.in_force_from)
    OR (OLD.in_force_until IS NOT NULL AND NEW.in_force_until IS DISTINCT FROM OLD.in_force_until)
  ) THEN
    RAISE EXCEPTION 'a wording that was approved stays as it was read' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_stays BEFORE UPDATE OR DELETE ON recordings_notice
  FOR EACH ROW EXECUTE FUNCTION recordings_notice_stays();
"""
CHANGES = "DROP TRIGGER notice_stays ON recordings_notice; DROP FUNCTION recordings_notice_stays();"
UNBALANCED = """
DROP TRIGGER legitimate_interests_are_balanced ON recordings_processingpurpose; DROP FUNCTION recordings_purpose_is_balanced();
"""
INSERT_ONLY = ("recordings_noticetest", "recordings_balancing", "recordings_impactassessment", "recordings_objection")


class Migration(migrations.Migration):
    dependencies = [("recordings", "0003_held_is_kept")]
    operations = [
        *(append_only(table) for table in INSERT_ONLY),
        migrations.RunSQL(BALANCED, UNBALANCED),
        migrations.RunSQL(STAYS, CHANGES),
    ]
