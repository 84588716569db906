"""The only writers of purposes, retention classes, lines, extensions and assignments."""

from recordings.telephony.services.assigning import assign_extension, end_assignment
from recordings.telephony.services.setting_up import SetUp, set_up

__all__ = ["SetUp", "assign_extension", "end_assignment", "set_up"]
