"""Starting a job by hand."""

from callgov.ui.forms import NHSForm, TextField


class StartForm(NHSForm):
    """Why the job must run now."""

    reason = TextField(label="Why must it run now?", rows=2, error_messages={"required": "Enter why the job must run now"})
