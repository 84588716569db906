"""Asks veraPDF about PDFs, in a process of its own so that no Java runs inside the tests."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file: whether it is PDF/UA-1, how many rules were put to it, and which it breaks."""

    passes: bool
    rules: int
    checks: int
    broken: list[str]


def verdicts(*papers: bytes) -> list[Verdict]:
    """What veraPDF says of each of these PDFs. One start of Java for all of them."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.pdf" for number in range(len(papers))]
        for path, paper in zip(paths, papers, strict=True):
            path.write_bytes(paper)
        run = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("verapdf.py")), *map(str, paths)], capture_output=True, text=True, check=True
        )
        return [Verdict(**json.loads(line)) for line in run.stdout.splitlines()]
