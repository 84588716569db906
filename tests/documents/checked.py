"""Asks veraPDF about PDFs, in a process of its own so that no Java runs inside the tests."""

import atexit
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
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
    """What veraPDF says of each of these PDFs."""
    judge = _judge()
    assert judge.stdin is not None
    assert judge.stdout is not None
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.pdf" for number in range(len(papers))]
        for path, paper in zip(paths, papers, strict=True):
            path.write_bytes(paper)
            judge.stdin.write(f"{path}\n")
        judge.stdin.flush()
        return [Verdict(**json.loads(judge.stdout.readline())) for _ in papers]


@cache
def _judge() -> "subprocess.Popen[str]":
    """Java starts once a run and answers a line for a line."""
    program = [sys.executable, str(Path(__file__).with_name("verapdf.py"))]
    judge = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    atexit.register(judge.communicate)
    return judge
