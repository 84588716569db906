"""That a holder was asked, that a copy went astray and that it may be shared further is only ever added to (AC-10, AC-11)."""

from django.db import migrations

from callgov.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("register", "0002_line_and_release")]
    operations = [append_only("register_holderasked"), append_only("register_misdelivery"), append_only("register_onwardsharing")]
