"""What is said of copies that are out is only ever added to (AC-10, AC-11); a signed inspection and its answers stand (RE-2)."""

from django.db import migrations

from callgov.guards import append_only

SIGNED = """
CREATE TRIGGER inspection_signed_stands BEFORE UPDATE OR DELETE ON register_inspection
  FOR EACH ROW WHEN (OLD.state = 'signed') EXECUTE FUNCTION refuse_change();

CREATE FUNCTION register_answer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM register_inspection WHERE id = OLD.inspection_id AND state = 'signed') THEN
    RAISE EXCEPTION 'the answers of a signed inspection stand: % refused', TG_OP USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER inspection_answer_stands BEFORE UPDATE OR DELETE ON register_inspectedline
  FOR EACH ROW EXECUTE FUNCTION register_answer_stands();
"""
UNSIGNED = """
DROP TRIGGER inspection_answer_stands ON register_inspectedline; DROP FUNCTION register_answer_stands();
DROP TRIGGER inspection_signed_stands ON register_inspection;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0002_line_and_release")]
    operations = [
        append_only("register_holderasked"),
        append_only("register_misdelivery"),
        append_only("register_onwardsharing"),
        migrations.RunSQL(SIGNED, UNSIGNED),
    ]
