"""Giving up what a restore lost."""

from callgov.ui.forms import NHSForm, TextField


class EraseForm(NHSForm):
    """Why objects that today's records do not know may go."""

    reason = TextField(
        label="Why may they go?", rows=2, help_text="For example: no later backup than the restored one exists.",
        error_messages={"required": "Enter why they may go"},
    )  # fmt: skip
