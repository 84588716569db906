"""Checks an exported trail: python3 verify_bundle.py FILE [--head HEX]

Needs nothing but Python 3.11 and this file. Every entry is hashed, every seal's root is worked out from its entries and every head from
its seal and the head before. `--head` is a head that was lodged outside: it must be one of the chain's, so that no seal at the end can
have been left out. Exits 0 when all is well, 1 with one sentence a finding, 2 when the file cannot be read.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

FORMAT = "callgov-trail-1"
ENTRY = b'{"entry": '
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Tree:
    """A Merkle tree (RFC 6962) that keeps only the roots of its full subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.subtrees: list[bytes] = []

    def add(self, text: bytes) -> None:
        """One more leaf: it closes as many subtrees as the binary number of leaves carries."""
        node, size = sha256(b"\x00" + text).digest(), self.size
        while size & 1:
            node, size = sha256(b"\x01" + self.subtrees.pop() + node).digest(), size >> 1
        self.subtrees.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.subtrees:
            return sha256().digest()
        node = self.subtrees[-1]
        for left in reversed(self.subtrees[:-1]):
            node = sha256(b"\x01" + left + node).digest()
        return node


def head_of(seal: dict[str, Any]) -> str:
    """The head that follows from what a seal says."""
    sealed_at = (datetime.fromisoformat(seal["sealed_at"]) - EPOCH) // timedelta(microseconds=1)
    numbers = (seal["number"], seal["form"], seal["first"], seal["upto"], seal["entries"], sealed_at)
    said = b"".join(number.to_bytes(8, "big") for number in numbers) + bytes.fromhex(seal["root"]) + bytes.fromhex(seal["previous"])
    return sha256(b"\x02" + said).hexdigest()


def check_seal(seal: dict[str, Any], before: dict[str, Any], tree: Tree) -> Iterator[str]:
    """What is wrong with a seal, given the one before and the tree of its entries."""
    number = seal["number"]
    if number != before["number"] + 1:
        yield f"Seal {before['number'] + 1} does not follow seal {before['number']}: seal {number} stands there."
    if seal["previous"] != before["head"] or seal["first"] != before["upto"]:
        yield f"Seal {number} does not continue the seal before it."
    if seal["head"] != head_of(seal):
        yield f"Seal {number} was changed: its head does not follow from what it says."
    if tree.size != seal["entries"] or tree.root().hex() != seal["root"]:
        yield f"The {tree.size} entries before seal {number} are not the {seal['entries']} that were sealed, in that order."


def check(lines: Iterable[bytes], lodged: str = "") -> tuple[list[str], int, int, str]:
    """Findings, and what there was: (list of sentences, number of seals, number of entries, last head)."""
    findings: list[str] = []
    entries, heads, tree = 0, set(), Tree()
    before: dict[str, Any] = {"number": 0, "upto": 0, "head": "00" * 32}
    for at, line in enumerate(lines, start=1):
        if not line.endswith(b"\n"):
            findings.append(f"Line {at} is cut off.")
        elif line.startswith(ENTRY):
            tree.add(line[len(ENTRY) : -2])
            entries += 1
        elif at > 1 or json.loads(line).get("format") != FORMAT:
            seal = json.loads(line)["seal"]
            findings += check_seal(seal, before, tree)
            before, tree = seal, Tree()
            heads.add(seal["head"])
    if not heads:
        findings.append("The bundle holds no seal.")
    if tree.size:
        findings.append(f"{tree.size} entries at the end have no seal.")
    if lodged and lodged.lower() not in heads:
        findings.append("The lodged head is not in this bundle: seals were left out or rewritten after it was lodged.")
    return findings, before["number"], entries, before["head"]


def main() -> int:
    """Check the file named on the command line and say what was found."""
    parser = argparse.ArgumentParser(description="Checks an exported trail of call recordings.")
    parser.add_argument("file")
    parser.add_argument("--head", default="", help="a head that was lodged outside, in hex")
    asked = parser.parse_args()
    try:
        with open(asked.file, "rb") as lines:
            findings, seals, entries, head = check(lines, asked.head)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        sys.stderr.write(f"{asked.file} cannot be read as a bundle: {error}\n")
        return 2
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(f"{'Not good' if findings else 'Good'}: {seals} seals over {entries} entries. The last head is {head}.\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
