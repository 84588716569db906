"""Tests, assessments and objections can only be added to; legitimate interests only with a balancing assessment (LB-2)."""

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
UNBALANCED = """
DROP TRIGGER legitimate_interests_are_balanced ON recordings_processingpurpose; DROP FUNCTION recordings_purpose_is_balanced();
"""
INSERT_ONLY = ("recordings_noticetest", "recordings_balancing", "recordings_impactassessment", "recordings_objection")


class Migration(migrations.Migration):
    dependencies = [("recordings", "0003_held_is_kept")]
    operations = [*(append_only(table) for table in INSERT_ONLY), migrations.RunSQL(BALANCED, UNBALANCED)]
