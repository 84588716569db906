"""A decision stands as it was made and so does what it rested on; what moved a clock as it was told, a letter as it was sent."""

from django.db import migrations

from callgov.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("access_requests", "0001_initial")]
    operations = [
        append_only("access_requests_decision"),
        append_only("access_requests_recusal"),
        append_only("access_requests_identitycheck"),
        append_only("access_requests_assessment"),
        append_only("access_requests_thirdparty"),
        append_only("access_requests_clockentry"),
        append_only("access_requests_letter"),
        append_only("access_requests_letterwording"),
        append_only("access_requests_matterdecision"),
        append_only("access_requests_matternote"),
        append_only("access_requests_searchaccount"),
    ]
