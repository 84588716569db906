"""Words for the person at the terminal."""

import sys


def say(line: str = "") -> None:
    """What the command has to tell; on standard output, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def note(line: str) -> None:
    """What goes on meanwhile; on standard error, so that output meant for programs stays clean."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
