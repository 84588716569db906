"""What was decided, drawn and answered stands as it was written."""

from django.db import migrations

from callgov.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]
    operations = [
        append_only("audits_authority"),
        append_only("audits_pool"),
        append_only("audits_toolversion"),
        append_only("audits_answer"),
        append_only("audits_concernnote"),
        append_only("audits_annualaudit"),
        append_only("audits_annualsignoff"),
        append_only("audits_calibration"),
    ]
