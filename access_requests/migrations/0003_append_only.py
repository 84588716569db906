"""A decision stands as it was made."""

from django.db import migrations

from callgov.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("access_requests", "0002_initial")]
    operations = [append_only("access_requests_decision")]
