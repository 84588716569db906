#!/usr/bin/env python3
"""The one door: `python3 manage.py demo`, `python3 manage.py test`, and every other command, from a bare checkout."""

import os
import sys


def main() -> int:
    """Makes sure of the project's own environment, then runs the command in it."""
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        sys.exit(f"callgov needs Python 3.11, 3.12 or 3.13. This is Python {sys.version_info[0]}.{sys.version_info[1]}.")
    from callgov import bootstrap

    bootstrap.enter(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callgov.settings")
    if bootstrap.has_services():
        from callgov.commandline import run

        return run(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
