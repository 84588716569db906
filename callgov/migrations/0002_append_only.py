"""What the practice changed in the bank holidays stands as it was said."""

from django.db import migrations

from callgov.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("callgov", "0001_initial")]
    operations = [append_only("callgov_holidaychange")]
