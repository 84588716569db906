"""The verbs of intake: import, watch, settle what was set aside, deposit the audio of one call."""

from recordings.intake.services.deposits import OtherCall, Upload, deposit, show_call_to_fetch
from recordings.intake.services.importing import import_path
from recordings.intake.services.quarantine import destroy_file, look_at, take_in_file
from recordings.intake.services.runs import SOURCE
from recordings.intake.services.sealing import clear_left_over
from recordings.intake.services.watching import watch_folder

__all__ = [
    "SOURCE", "OtherCall", "Upload", "clear_left_over", "deposit", "destroy_file", "import_path", "look_at", "show_call_to_fetch",
    "take_in_file", "watch_folder",
]  # fmt: skip
