"""The cases, one module a subject. Goals are those of the product's performance targets: ratios, never seconds."""

from callgov.bench.cases.audits import audits
from callgov.bench.cases.bulk import bulk
from callgov.bench.cases.destruction import destruction
from callgov.bench.cases.intake import intake
from callgov.bench.cases.load import load
from callgov.bench.cases.pages import pages
from callgov.bench.cases.player import player
from callgov.bench.cases.release import release
from callgov.bench.cases.search import search
from callgov.bench.cases.trail import acts, trail
from callgov.bench.cases.vault import vault
from callgov.bench.cases.verify import verify
from callgov.bench.harness import Case

# the release first: its memory is judged, and every other case leaves something in this process
CASES: dict[str, Case] = {
    "release": release, "intake": intake, "vault": vault, "player": player, "bulk": bulk, "trail": trail, "acts": acts, "verify": verify,
    "search": search, "pages": pages, "load": load, "destruction": destruction, "audits": audits,
}  # fmt: skip
