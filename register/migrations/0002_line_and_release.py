"""Register lines and notes can only be added to; no release without a line, no line without a release (RE-1)."""

from django.db import migrations

from callgov.guards import append_only

TIED = """
CREATE FUNCTION register_release_has_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state NOT IN ('prepared', 'discarded') AND NOT EXISTS (SELECT 1 FROM register_registerline WHERE release_id = NEW.id) THEN
    RAISE EXCEPTION 'a release without its register line' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER release_has_line AFTER INSERT OR UPDATE ON register_release
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_release_has_line();

CREATE FUNCTION register_line_has_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM register_release WHERE id = NEW.release_id AND state NOT IN ('prepared', 'discarded')) THEN
    RAISE EXCEPTION 'a register line without its release' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER line_has_release AFTER INSERT ON register_registerline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_line_has_release();
"""
UNTIED = """
DROP TRIGGER line_has_release ON register_registerline; DROP FUNCTION register_line_has_release();
DROP TRIGGER release_has_line ON register_release; DROP FUNCTION register_release_has_line();
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [append_only("register_registerline"), append_only("register_linenote"), migrations.RunSQL(TIED, UNTIED)]
