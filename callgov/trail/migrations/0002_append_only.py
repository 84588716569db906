"""The trail and its seals can only be added to."""

from django.db import migrations

from callgov.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [append_only("trail_entry"), append_only("trail_seal")]
