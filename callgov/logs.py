"""Logs hold no personal data: telephone numbers, NHS numbers and addresses are struck out before a line is written."""

import logging
import re

_STRIKE = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[address]"),
    (re.compile(r"(?<![\w-])\+?\d(?:[ -]?\d){8,14}(?![\w-])"), "[number]"),
)


def strike(text: str) -> str:
    """The text without anything that looks like a telephone number, an NHS number or an e-mail address."""
    for pattern, instead in _STRIKE:
        text = pattern.sub(instead, text)
    return text


class WithoutNumbers(logging.Filter):
    """Strikes personal data out of every message, arguments included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; never drops it."""
        record.msg, record.args = strike(record.getMessage()), None
        return True
