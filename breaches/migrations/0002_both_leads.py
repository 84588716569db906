"""What is written of a breach can only be added to; no breach without the receipts of both leads, who are two people (BR-2)."""

from django.db import migrations

from callgov.guards import append_only

INSERT_ONLY = (
    "breaches_awareness",
    "breaches_involvement",
    "breaches_account",
    "breaches_assessment",
    "breaches_decision",
    "breaches_submission",
    "breaches_peopletold",
    "breaches_containment",
)
BOTH = """
CREATE FUNCTION breaches_breach_has_both_leads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM breaches_receipt WHERE breach_id = NEW.id AND whom IN ('ig_lead', 'dpo')) <> 2 THEN
    RAISE EXCEPTION 'a breach of which one of the leads was not told' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER breach_has_both_leads AFTER INSERT OR UPDATE ON breaches_breach
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION breaches_breach_has_both_leads();

CREATE FUNCTION breaches_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.breach_id <> OLD.breach_id OR NEW.whom <> OLD.whom OR OLD.acknowledged_at IS NOT NULL THEN
    RAISE EXCEPTION 'a receipt is not taken back' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER breaches_receipt_stays BEFORE UPDATE OR DELETE ON breaches_receipt
  FOR EACH ROW EXECUTE FUNCTION breaches_receipt_stays();

ALTER TABLE breaches_decision ADD CONSTRAINT one_person_is_not_both_leads
  EXCLUDE USING gist (assessment_id WITH =, decided_by_id WITH =, role WITH <>);
"""
NEITHER = """
ALTER TABLE breaches_decision DROP CONSTRAINT one_person_is_not_both_leads;
DROP TRIGGER breach_has_both_leads ON breaches_breach; DROP FUNCTION breaches_breach_has_both_leads();
DROP TRIGGER breaches_receipt_stays ON breaches_receipt; DROP FUNCTION breaches_receipt_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("breaches", "0001_initial"), ("recordings", "0001_initial")]
    operations = [*(append_only(table) for table in INSERT_ONLY), migrations.RunSQL(BOTH, NEITHER)]
