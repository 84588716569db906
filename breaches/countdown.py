"""The 72 hours from awareness, drawn as a line and told in sentences. Pure: works on instants, shows local time (law.md R4.2, R4.11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from callgov import clock
from callgov.policy import enforces
from callgov.ui.formats import counted, nhs_day, nhs_time
from callgov.ui.parts import Clock, Stretch, Time

HOURS = 72
ALERTS = (24, 48, 60, 71)  # hours after awareness at which both leads are reminded


@enforces("BR-3")
def deadline(aware_at: datetime) -> datetime:
    """72 elapsed hours after awareness. Weekends, bank holidays and clock changes move nothing (law.md R4.11)."""
    return clock.hours_after(aware_at, HOURS)


def alerts(aware_at: datetime) -> list[tuple[int, datetime]]:
    """When both leads are reminded: the hours gone, and the instant."""
    return [(hours, clock.hours_after(aware_at, hours)) for hours in ALERTS]


@dataclass(frozen=True)
class Countdown:
    """How the 72 hours stand at an instant. `stopped_at` is when they were answered: reported, or decided that no report is needed."""

    aware_at: datetime
    now: datetime
    stopped_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """The last instant."""
        return deadline(self.aware_at)

    @property
    def used(self) -> timedelta:
        """How much has gone, at most the whole and at least nothing."""
        gone = (self.stopped_at or self.now) - self.aware_at
        return min(max(gone, timedelta()), self.ends_at - self.aware_at)

    @property
    def hours_left(self) -> int:
        """Whole hours left, rounded down so that nobody is told of an hour which is not there."""
        return (self.ends_at - self.aware_at - self.used) // timedelta(hours=1)

    @property
    def late(self) -> bool:
        """Whether the time ran out before it was answered."""
        return (self.stopped_at or self.now) > self.ends_at

    @property
    def short(self) -> str:
        """The line's label: "28 hours left of 72"."""
        if self.late:
            return "The 72 hours are over"
        if self.hours_left == 0 and self.stopped_at is None:
            return "Less than an hour left of 72"
        return f"{counted(self.hours_left, 'hour')} left of {HOURS}"


def in_words(instant: datetime) -> str:
    """A deadline as people read it: "Tuesday 24 November 2026 at 8:50am"."""
    return f"{nhs_day(instant)} at {nhs_time(instant)}"


def drawn(countdown: Countdown) -> Clock:
    """The line with both instants, and one sentence for each rule that was used."""
    share = 100 * (countdown.used / (countdown.ends_at - countdown.aware_at))
    used = HOURS - countdown.hours_left if not countdown.late else HOURS
    stretches = [Stretch(Time.USED, share, f"{counted(used, 'hour')} gone, counted from the hour begun")]
    if share < 100:
        stretches.append(Stretch(Time.LEFT, 100 - share, countdown.short))
    return Clock(f"Report or record why not, by {in_words(countdown.ends_at)}", countdown.short, stretches, reasons(countdown))


def reasons(countdown: Countdown) -> list[str]:
    """Why it ends then."""
    said = [
        f"We became aware on {in_words(countdown.aware_at)}.",
        "The law gives 72 hours from then. Nights, weekends and bank holidays count.",
        *_clock_change(countdown),
    ]
    if countdown.stopped_at is not None:
        said.append(f"It was answered on {in_words(countdown.stopped_at)}{', after the time had run out' if countdown.late else ''}.")
    elif countdown.late:
        said.append("The time has run out. Report it all the same, and say why it is late.")
    return said


def _clock_change(countdown: Countdown) -> list[str]:
    offsets = [instant.astimezone(clock.LONDON).utcoffset() for instant in (countdown.aware_at, countdown.ends_at)]
    if offsets[0] == offsets[1]:
        return []
    way, earlier = ("back", "earlier") if offsets[0] else ("forward", "later")
    return [f"The clocks go {way} in between, so the time of day at the end is an hour {earlier}. The 72 hours stay 72."]
