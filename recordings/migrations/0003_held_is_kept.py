"""The database itself refuses to destroy a recording that is under a live hold, whoever asks.

What an unfinished intake left sealed for a call whose audio is still with the supplier is not that call's audio, and may go.
"""

from django.db import migrations

_REFUSE = """
CREATE FUNCTION is_on_hold(recording uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM recordings_heldrecording held JOIN recordings_legalhold hold ON hold.id = held.hold_id
    WHERE held.recording_id = recording AND hold.released_at IS NULL
  )
$$;
CREATE FUNCTION refuse_destroying_held_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_on_hold(NEW.subject) AND EXISTS (
    SELECT 1 FROM recordings_recording WHERE id = NEW.subject AND audio_state <> 'with_supplier'
  ) THEN
    RAISE EXCEPTION 'recording % is under a legal hold', NEW.subject USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION refuse_destroying_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_on_hold(NEW.id) THEN
    RAISE EXCEPTION 'recording % is under a legal hold', NEW.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER held_key_is_kept BEFORE UPDATE OF wrapped_key ON recordings_storedobject
  FOR EACH ROW WHEN (OLD.wrapped_key IS NOT NULL AND NEW.wrapped_key IS NULL) EXECUTE FUNCTION refuse_destroying_held_key();
CREATE TRIGGER held_recording_is_kept BEFORE UPDATE OF audio_state ON recordings_recording
  FOR EACH ROW WHEN (OLD.audio_state <> 'destroyed' AND NEW.audio_state = 'destroyed') EXECUTE FUNCTION refuse_destroying_held();
"""
_UNDO = """
DROP TRIGGER held_recording_is_kept ON recordings_recording; DROP TRIGGER held_key_is_kept ON recordings_storedobject;
DROP FUNCTION refuse_destroying_held(); DROP FUNCTION refuse_destroying_held_key(); DROP FUNCTION is_on_hold(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("recordings", "0001_initial"), ("recordings", "0002_append_only")]
    operations = [migrations.RunSQL(_REFUSE, _UNDO)]
