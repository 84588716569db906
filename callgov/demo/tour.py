"""The main journey over HTTP as the named people: one line a step, each checked, with what then stands in the trail."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pyzipper

from callgov import clock
from callgov.console import say
from callgov.demo.cast import BY_NAME
from callgov.demo.seed import CALLS
from callgov.demo.visitor import Answer, Visitor
from callgov.trail.context import as_job
from callgov.trail.events import Job
from callgov.trail.models import Entry
from callgov.trail.sealing import seal
from callgov.trail.verification import verify
from recordings.intake.services import import_path
from recordings.models import Recording
from register.models import RegisterLine, Release
from register.services.destroying import destroy_copy

COLUMNS = "file,started_at,direction,extension,external_number,call_id"


class StepFailed(Exception):
    """A step did not give what it must. The message says what came back instead."""


def expect(held: bool, otherwise: str) -> None:
    """Raise StepFailed unless the step gave what it must."""
    if not held:
        raise StepFailed(otherwise)


@dataclass(frozen=True)
class Chosen:
    """The address of the grant under which a call was chosen, and the page that came back."""

    grant: str
    page: Answer


@dataclass
class Tour:
    """What the people hand to each other on the way."""

    site: str
    call_id: str = field(default_factory=lambda: f"TOUR-{clock.now():%Y%m%d%H%M%S}")
    number: str = field(default_factory=lambda: f"07700 900{clock.now().microsecond % 1000:03}")  # of Ofcom's drama range
    visitors: dict[str, Visitor] = field(default_factory=dict)
    called: datetime | None = None
    reference: str = ""
    grant: str = ""
    audio: str = ""
    release: str = ""
    link: str = ""
    code: str = ""

    def as_(self, username: str) -> Visitor:
        """This person's browser; signed in by the cast page at the first use."""
        if username not in self.visitors:
            visitor = self.visitors[username] = Visitor(self.site)
            visitor.press(visitor.get("/demo/"), f"Be {BY_NAME[username].name}")
        return self.visitors[username]

    # Each step returns what came back, in words.

    def intake(self) -> str:
        """A call comes in from a folder with its list."""
        self.called = clock.now().replace(microsecond=0) - timedelta(hours=2)
        with tempfile.TemporaryDirectory(prefix="callgov-tour-") as name:
            folder = Path(name)
            shutil.copy(CALLS / "complaint.mp3", folder)
            cells = ("complaint.mp3", self.called.isoformat(), "incoming", "202", self.number, self.call_id)
            (folder / "manifest.csv").write_text(f"{COLUMNS}\n{','.join(cells)}\n")
            with as_job(Job.INTAKE, reason="The tour"):
                import_path(paths=[folder], now=clock.now())
        call = Recording.objects.get(source_key__endswith=self.call_id)
        expect(call.audio_state == "held", f"the audio is {call.audio_state}")
        length, basis = (call.duration_ms or 0) / 1000, call.purpose.get_lawful_basis_display()
        return f"one call of {length:.1f} seconds, sealed in the vault; “{basis}”"

    def ask(self) -> str:
        """Leah asks for it, with a copy for the ombudsman."""
        assert self.called is not None
        leah, day = self.as_("leah"), clock.local_day(self.called)
        at = self.called.astimezone(clock.LONDON)
        page = leah.get("/requests/new/why/")
        page = leah.press(page, "Continue", purpose="dispute", reason="The caller disputes what we promised.", wanted="copy")
        when = {"call_date_day": str(day.day), "call_date_month": str(day.month), "call_date_year": str(day.year)}
        page = leah.press(
            page, "Continue", **when, call_time=f"{at:%H:%M}", extension="another", other_extension="202", number=self.number
        )  # fmt: skip
        page = leah.press(
            page, "Continue", recipient_name="Case Officer", recipient_organisation="Health Ombudsman",
            recipient_type="other_service", wanted_format="mp3",
        )  # fmt: skip
        page = leah.press(page, "Send request")
        self.reference = next((word for word in page.text.split() if word.startswith("REQ-")), "")
        expect(bool(self.reference), f"no reference on {page.url}: {page.text[:200]}")
        return f"“Request sent”, {self.reference}"

    def own_decision(self) -> str:
        """Sam, who has no part in it, tries to open and to decide it."""
        sam = self.as_("sam")
        opened = sam.get(f"/requests/{self.reference}/").status
        expect(opened == 404, f"Sam got {opened}")
        return "404 as if it did not exist"

    def approve(self) -> str:
        """Priya approves, and names Grace to release."""
        priya = self.as_("priya")
        page = priya.get(f"/requests/{self.reference}/")
        grace = self._option(page, BY_NAME["grace"].name)
        page = priya.press(page, "Approve this request", reasons="A dispute about what was said.", releaser=grace)
        expect("Approved" in page.text, f"not approved: {page.text[:300]}")
        return "“Approved”; grants for Leah and Grace, each with its purpose and end"

    def _option(self, page: Answer, words: str) -> str:
        value = page.page().options.get(words, "")
        expect(bool(value), f"{words} cannot be chosen")
        return value

    def listen(self) -> str:
        """Leah finds exactly that call and hears it."""
        leah = self.as_("leah")
        chosen = self._find(leah)
        self.grant = chosen.grant
        player = leah.get(chosen.page.link(f"{chosen.grant}/calls/"))
        self.audio = next(source for source in player.page().sources if "/audio/" in source)
        part = leah.get(self.audio, Range="bytes=0-65535")
        expect(part.status == 206 and len(part.body) == 65_536, f"{part.status} with {len(part.body)} bytes")
        return f"206, bytes 0 to 65,535 of {part.headers['Content-Range'].rpartition('/')[2]}"

    def _find(self, visitor: Visitor) -> Chosen:
        address = visitor.get(f"/requests/{self.reference}/").link("/find/")
        page = visitor.get(address)
        found = visitor.press(page, "Search")
        call = found.page().checkboxes
        expect(len(call) == 1, f"{len(call)} calls found: {found.text[:300]}")
        page = visitor.press(found, "Use the ticked calls", **{call[0][0]: call[0][1]})
        return Chosen(address.removesuffix("/find/"), page)

    def eavesdrop(self) -> str:
        """Sam tries Leah's address of the sound; the administrator tries too."""
        tries = [self.as_(name).get(self.audio) for name in ("sam", "ben")]
        expect([one.status for one in tries] == [404, 403], f"{[one.status for one in tries]}")
        expect(all(b"ID3" not in one.body[:3] for one in tries), "a byte of audio came back")
        return "404 and 403, and no byte of audio"

    def end(self) -> str:
        """Priya ends Leah's access; the next range is refused."""
        priya = self.as_("priya")
        page = priya.get(priya.get(f"/requests/{self.reference}/").link(f"{self.grant}/end/"))
        priya.press(page, "End this access", reason="Leah has heard what she needed.")
        status = self.as_("leah").get(self.audio, Range="bytes=65536-131071").status
        expect(status == 403, f"the next range gave {status}")
        return "the next range gives 403"

    def prepare(self) -> str:
        """Grace finds the call under her own grant and prepares the copy."""
        grace = self.as_("grace")
        self._find(grace)
        page = grace.get(grace.get(f"/requests/{self.reference}/").link("/releases/new/"))
        page = grace.press(page, "Make the copy", format="mp3", method="link", unredacted_reason="Nobody else is heard.")
        expect("The register line that will be written" in page.text, f"{page.url}: {page.text[:300]}")
        self.release = page.url
        return "an MP3 copy; the register line is shown before it is written"

    def hand_over(self) -> str:
        """Grace releases it: the line is written by the act."""
        grace = self.as_("grace")
        page = grace.press(grace.get(self.release), "Release and write the register line")
        words = page.page().words
        self.link = next(word for word in words if "/collect/" in word)
        self.code = next(word for word in words if len(word) == 9 and word[4] == "-" and word.isupper())
        line = RegisterLine.objects.get(request_reference=self.reference)
        return f"register {line}, a link and a code"

    def collect(self) -> str:
        """An outsider collects it: a wrong code, then the right one; the passphrase of that page opens the package."""
        outsider = Visitor(self.site)
        wrong = outsider.press(outsider.get(self.link), "Continue", passcode="AAAA-AAAA")
        expect("You have 4 tries left" in wrong.text, wrong.text[:200])
        page = outsider.press(outsider.get(self.link), "Continue", passcode=self.code)
        passphrase = next(form.fields["passphrase"][0] for form in page.page().forms if "passphrase" in form.fields)
        files = _opened(outsider.press(page, "Download the locked package").body, passphrase)
        line = RegisterLine.objects.get(request_reference=self.reference)
        expect(
            line.sha256 in {hashlib.sha256(content).hexdigest() for content in files.values()}, "the copy is not that of the register line"
        )
        again = Visitor(self.site)
        expect("This link has ended" in again.press(again.get(self.link), "Continue", passcode=self.code).text, "the link worked twice")
        return f"a locked package of {', '.join(files)}; the copy has the SHA-256 of the register line, and the link works once"

    def destroy(self) -> str:
        """On its day the stored copy is destroyed."""
        release = Release.objects.get(request__reference=self.reference)
        certificate = destroy_copy(release_id=release.pk, now=clock.now())
        page = self.as_("grace").get(f"/certificates/{certificate.year}/{certificate.number}/")
        expect(certificate.sha256 in page.text, "the certificate does not name what was destroyed")
        return str(certificate)

    def verify(self) -> str:
        """Anyone can check that nothing was changed; what is not sealed yet is sealed first, as beat does it each minute."""
        seal(now=clock.now())
        verdict = verify(now=clock.now())
        expect(not verdict.findings, "; ".join(map(str, verdict.findings)))
        expect(verdict.entries > 0, "nothing was sealed that could be checked")
        return f"{verdict.entries} entries, {verdict.seals} seals, nothing changed"


STEPS: tuple[tuple[str, Callable[[Tour], str]], ...] = (
    ("The telephone system's folder", Tour.intake),
    ("Leah Brandt, receptionist, asks", Tour.ask),
    ("Sam Okafor, who has no part in it", Tour.own_decision),
    ("Priya Nair, Information Governance Lead, approves", Tour.approve),
    ("Leah Brandt finds and hears the call", Tour.listen),
    ("Sam Okafor and Ben Tully try her address", Tour.eavesdrop),
    ("Priya Nair ends Leah's access", Tour.end),
    ("Grace Whitfield, Practice Manager, prepares a copy", Tour.prepare),
    ("Grace Whitfield releases it", Tour.hand_over),
    ("The recipient collects it", Tour.collect),
    ("The copy's day comes", Tour.destroy),
    ("A stranger checks the trail", Tour.verify),
)


def run(site: str) -> int:
    """Walk the journey. Returns 0 when every step gave what it must, else 1 at the first that did not."""
    tour = Tour(site)
    for number, (who, step) in enumerate(STEPS, 1):
        last = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        try:
            came_back = step(tour)
        except (StepFailed, LookupError, StopIteration) as failed:
            say(f"{number:2}. {who}: FAILED. {failed}")
            return 1
        say(f"{number:2}. {who}: {came_back}. Trail: {_trail(last)}.")
    say("Every step gave what it must.")
    return 0


def _opened(package: bytes, passphrase: str) -> dict[str, bytes]:
    """The files of a locked package by name."""
    with pyzipper.AESZipFile(BytesIO(package)) as archive:
        archive.setpassword(passphrase.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def _trail(after: int) -> str:
    """What the step left in the trail, in its words, each once."""
    words = [entry.get_event_display() for entry in Entry.objects.filter(id__gt=after).order_by("id")]
    return ", ".join(dict.fromkeys(words)) or "nothing new"
