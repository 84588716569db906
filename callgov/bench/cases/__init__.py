"""The cases, one module a subject. Goals are those of the product's performance targets: ratios, never seconds."""

from callgov.bench.cases.pages import pages
from callgov.bench.cases.search import search
from callgov.bench.cases.trail import acts, trail
from callgov.bench.cases.vault import vault
from callgov.bench.harness import Case

CASES: dict[str, Case] = {"vault": vault, "trail": trail, "acts": acts, "search": search, "pages": pages}
