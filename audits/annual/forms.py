"""What people write into the annual practice audit."""

from callgov.ui.forms import NHSForm, TextField


class AnnualForm(NHSForm):
    """The summary, and what the practice changed. The figures write themselves."""

    summary = TextField(label="Summary", rows=4, error_messages={"required": "Enter a summary"}, help_text="Name no colleague.")
    changes = TextField(label="What we changed", rows=3, required=False)
