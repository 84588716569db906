"""The closed list of what the trail may say, and of the jobs that may act without a person."""

from django.db.models import TextChoices


class Event(TextChoices):
    """What happened. A new kind of entry is a new member here, and a test asks for its words."""

    FIELDS_CHANGED = "fields_changed", "Details changed"
    REFUSED = "refused", "An attempt was refused"

    SIGNED_IN = "signed_in", "Logged in"
    SIGNED_OUT = "signed_out", "Logged out"
    SIGN_IN_FAILED = "sign_in_failed", "Log in failed"
    FACTOR_CONFIRMED = "factor_confirmed", "Second factor confirmed"
    FACTOR_CHANGED = "factor_changed", "Second factor changed"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    SESSION_ENDED = "session_ended", "Session ended"
    PERSON_INVITED = "person_invited", "Person invited"
    INVITATION_ACCEPTED = "invitation_accepted", "Invitation accepted"
    PERSON_LEFT = "person_left", "Account ended"
    ROLE_GIVEN = "role_given", "Role given"
    ROLE_ENDED = "role_ended", "Role ended"
    DEPUTY_NAMED = "deputy_named", "Deputy named"
    DEPUTY_ENDED = "deputy_ended", "Deputy ended"
    STAFF_IMPORTED = "staff_imported", "Staff imported"
    SETTING_CHANGED = "setting_changed", "Setting changed"
    TRAIL_READ = "trail_read", "Trail read"
    TRAIL_EXPORTED = "trail_exported", "Trail exported"
    TRAIL_CHECKED = "trail_checked", "Trail checked"

    CALL_IMPORTED = "call_imported", "Call taken in"
    CALL_QUARANTINED = "call_quarantined", "File put in quarantine"
    QUARANTINE_SETTLED = "quarantine_settled", "File in quarantine settled"
    IMPORT_FINISHED = "import_finished", "Import finished"
    AUDIO_DEPOSITED = "audio_deposited", "Audio deposited against a request"
    AUDIO_DAMAGED = "audio_damaged", "Audio did not pass its check"

    REQUEST_SENT = "request_sent", "Request sent"
    REQUEST_STEP_AGREED = "request_step_agreed", "Step agreed"
    REQUEST_APPROVED = "request_approved", "Request approved"
    REQUEST_REFUSED = "request_refused", "Request refused"
    REQUEST_WITHDRAWN = "request_withdrawn", "Request withdrawn"
    REQUEST_LAPSED = "request_lapsed", "Request lapsed"
    REQUEST_CLOSED = "request_closed", "Request closed"
    NOT_HELD = "not_held", "Recorded as not held"

    GRANT_ISSUED = "grant_issued", "Grant issued"
    GRANT_ENDED = "grant_ended", "Grant ended"
    CALLS_SEARCHED = "calls_searched", "Calls searched"
    CALL_CHOSEN = "call_chosen", "Call chosen under a grant"
    ACCESS_OPENED = "access_opened", "Recording opened"
    AUDIO_SENT = "audio_sent", "Audio sent to the player"
    AUDIO_PLAYED = "audio_played", "Audio played"

    COPY_PREPARED = "copy_prepared", "Copy prepared"
    COPY_RELEASED = "copy_released", "Copy released"
    COPY_COLLECTED = "copy_collected", "Copy collected"
    COLLECTION_LINK_RENEWED = "collection_link_renewed", "Collection link renewed"
    COLLECTION_REFUSED = "collection_refused", "Collection refused"
    COPY_DELETION_CONFIRMED = "copy_deletion_confirmed", "Holder confirmed deletion"
    COPY_DESTROYED = "copy_destroyed", "Stored copy destroyed"
    LINE_COMPLETED = "line_completed", "Register line completed"
    LINE_CORRECTED = "line_corrected", "Register line corrected"
    REGISTER_READ = "register_read", "Register read"
    CERTIFICATE_WRITTEN = "certificate_written", "Certificate of destruction written"

    INCIDENT_REPORTED = "incident_reported", "Something went wrong"
    SEED_FIXED = "seed_fixed", "Seed of a draw fixed"

    MAIL_FAILED = "mail_failed", "Notification could not be sent"


class Job(TextChoices):
    """Who acted when no signed-in person did: a named job of the system, or someone outside."""

    INTAKE = "intake", "Intake"
    WATCHED_FOLDER = "watched_folder", "Watched folder"
    LAPSE = "lapse", "Ending what has lapsed"
    NOTIFICATIONS = "notifications", "Notifications"
    COPY_DESTRUCTION = "copy_destruction", "Destruction of due copies"
    INTEGRITY = "integrity", "Integrity check"
    COLLECTION = "collection", "Collection page (outside)"
    SIGN_IN = "sign_in", "Log in page"
    COMMAND = "command", "Command line"
    SEED = "seed", "Demo data"
