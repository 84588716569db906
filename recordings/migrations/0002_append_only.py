"""Accesses, searches, chosen calls, certificates, custodians and drills can only be added to."""

from django.db import migrations

from callgov.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("recordings", "0001_initial")]
    operations = [
        append_only("recordings_access"),
        append_only("recordings_search"),
        append_only("recordings_grantedrecording"),
        append_only("recordings_certificate"),
        append_only("recordings_heldrecording"),
        append_only("recordings_custodian"),
        append_only("recordings_drill"),
    ]
