"""No paper leaves that veraPDF has not judged: each place that makes one is known here, with the tests that put it to its rules."""

import ast
from pathlib import Path

from callgov.bootstrap import ROOT
from tests.test_house import MODULES, name_of

JUDGED = {
    "access_requests/letters/views.py": "access_requests/letters/test_letters.py",
    "audits/annual/views.py": "audits/test_annual_and_learning.py",
    "audits/outcome/views.py": "audits/test_pages.py",
    "breaches/views/register.py": "breaches/test_pages.py",
    "recordings/notices/presenters.py": "recordings/notices/test_pages.py",
    "register/book/paper.py": "register/book/test_exports.py",
    "register/inspections/presenters.py": "register/inspections/test_inspecting.py",
    "register/packaging/contents.py": "register/test_package.py",
    "register/transcripts/papers.py": "register/transcripts/test_transcripts.py",
}


def calls(path: Path, name: str) -> bool:
    called = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return any((isinstance(one, ast.Name) and one.id == name) or (isinstance(one, ast.Attribute) and one.attr == name) for one in called)


def test_every_paper_is_judged_by_verapdf() -> None:
    makers = {name_of(path) for path in MODULES if "callgov/documents" not in name_of(path) and calls(path, "pdf")}
    assert makers == set(JUDGED)
    assert [test for test in JUDGED.values() if not calls(ROOT / "tests" / test, "verdicts")] == []


def test_typst_is_asked_for_pdf_ua_in_one_place_alone() -> None:
    assert [name_of(path) for path in MODULES if "import typst" in path.read_text()] == ["callgov/documents/paper.py"]
