"""The door to the bare pages for a web server: `gunicorn callgov.bench.bare_wsgi`. The product's settings, few of its steps."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from callgov.bench.bare import MIDDLEWARE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callgov.settings")
django.setup(set_prefix=False)

with override_settings(MIDDLEWARE=MIDDLEWARE):
    application = WSGIHandler()
