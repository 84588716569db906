"""The pages of breaches: each works, writes its entry, and is refused to whom it is not for."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from breaches.models import Breach, FollowUp, Kind, Verdict
from breaches.services import containing, recording
from breaches.services.following import set_action
from breaches.worklist import reminders, standing, work
from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.people.models import User
from callgov.people.services import unlock_account
from callgov.refusals import Conflict, NotYours, Refused
from callgov.reminders import remind_all
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import HeldRecording, LegalHold
from tests.breaches.factories import assess, close, closed, decide, describe, know, report, submit
from tests.cast import SignIn
from tests.documents.checked import verdicts
from tests.recordings.factories import make_call, make_chosen, make_grant

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def date_of(name: str, day: Any = TODAY) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def said(**more: Any) -> dict[str, Any]:
    when = {**date_of("noticed_on"), "noticed_time": "0:00"}
    return {"what_happened": "A copy went astray.", "kind": "unsure", **when, "certain": "no", "going_on": "unknown", **more}


@pytest.fixture
def breach(receptionist: User, ig_lead: User, dpo: User) -> Breach:
    return report(receptionist)


@pytest.fixture
def lead(client: Client, ig_lead: User, sign_in: SignIn) -> Client:
    sign_in(client, ig_lead)
    return client


def step(breach: Breach, name: str) -> str:
    return reverse("breach_step", args=[breach.reference, name])


# Reporting


@pytest.mark.clause("BR-1")
@pytest.mark.parametrize("who", ["receptionist", "ig_lead", "dpo", "practice_manager", "assessor", "partner", "administrator"])
def test_everybody_reports(client: Client, sign_in: SignIn, who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    sign_in(client, person)
    assert "Tell us now, even if you are not sure" in text(client.get(reverse("breach_report")))
    answer = client.post(reverse("breach_report"), said(), follow=True)
    assert "Who was told" in text(answer)
    assert Breach.objects.get().reporter == person


def test_silence_is_the_only_thing_refused(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    page = text(client.post(reverse("breach_report"), {**said(), "what_happened": "", "kind": ""}))
    assert "Say what happened" in page
    assert "Select what kind of thing it was" in page


@pytest.mark.clause("BR-3")
def test_a_time_that_came_twice_is_asked_about_and_the_first_is_offered(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    night = {"noticed_on_day": 26, "noticed_on_month": 10, "noticed_on_year": 2025, "noticed_time": "1:30", "certain": "yes"}
    assert "That time came twice" in text(client.post(reverse("breach_report"), said(**night)))
    client.post(reverse("breach_report"), said(**night, which="second"))
    assert Breach.objects.get().aware_at.isoformat() == "2025-10-26T01:30:00+00:00"


@pytest.mark.parametrize(
    ("when", "words"), [((29, 3, "1:30"), "jumped over this time"), ((TODAY.day, TODAY.month, "23:59"), "in the past")]
)
def test_a_time_that_was_not_is_refused(client: Client, receptionist: User, sign_in: SignIn, when: Any, words: str) -> None:
    sign_in(client, receptionist)
    day, month, at = when
    year = 2026 if at == "1:30" else TODAY.year
    wrong = {"noticed_on_day": day, "noticed_on_month": month, "noticed_on_year": year, "noticed_time": at}
    assert words in text(client.post(reverse("breach_report"), said(**wrong)))


# One breach


def test_each_sees_their_part(client: Client, breach: Breach, sign_in: SignIn, request: pytest.FixtureRequest) -> None:
    page = reverse("breach", args=[breach.reference])
    for who, status, sees_risk in (("receptionist", 200, False), ("line_manager", 200, False), ("ig_lead", 200, True), ("dpo", 200, True),
                                   ("nurse", 404, False), ("practice_manager", 404, False), ("outsider", 403, False)):  # fmt: skip
        sign_in(client, request.getfixturevalue(who))
        answer = client.get(page)
        assert (answer.status_code, "How bad it is" in text(answer)) == (status, sees_risk), who
    sign_in(client, request.getfixturevalue("line_manager"))
    assert client.get(reverse("breach_reported", args=[breach.reference])).status_code == 404
    assert client.get(step(breach, "risk")).status_code == 403


def test_a_receipt_is_confirmed_on_the_page(client: Client, breach: Breach, line_manager: User, sign_in: SignIn) -> None:
    sign_in(client, line_manager)
    know_it = reverse("breach_acknowledge", args=[breach.reference, "line_manager"])
    assert know_it in text(client.get(reverse("breach", args=[breach.reference])))
    assert client.post(know_it).status_code == 302
    assert client.post(know_it).status_code == 409
    assert know_it not in text(client.get(reverse("breach", args=[breach.reference])))


@pytest.mark.clause("BR-3")
def test_a_lead_records_each_thing_on_its_page(lead: Client, breach: Breach, ig_lead: User, dpo: User, nurse: User) -> None:
    know(breach, ig_lead, "ig_lead")
    know(breach, dpo, "dpo")
    sent = {"to": "Tool", "their_reference": "X-1", **date_of("sent_on"), "sent_time": "0:00"}
    answers = {
        "known": {"compromises": ["confidentiality"], "people_count": "3"},
        "risk": {"likelihood": "4", "severity": "4", "reasons": "Many"},
        "decide": {"verdict": "notify", "reasons": "The grid asks for it"},
        "reported": sent,
        "people": {"way": "letter", "words": "What happened", **date_of("told_on")},
        "action": {"words": "Check", "owner": str(nurse.pk), **date_of("due_on")},
        "clock": {**date_of("aware_on", TODAY - timedelta(days=1)), "aware_time": "0:00", "reason": "Known then"},
        "involved": {"person": str(nurse.pk)},
    }
    for name, answer in answers.items():
        assert lead.get(step(breach, name)).status_code == 200
        assert lead.post(step(breach, name), answer).status_code == 302, name
    action = FollowUp.objects.get()
    assert lead.post(reverse("breach_action", args=[breach.reference, action.pk]), {"words": "Done"}).status_code == 302
    assert lead.post(step(breach, "close"), {"learning": "Checked"}).status_code == 302
    assert lead.post(step(breach, "risk"), answers["risk"]).status_code == 409
    assert lead.post(step(breach, "reopen"), {"reason": "More"}).status_code == 302
    assert "Every version" not in text(lead.get(reverse("breach", args=[breach.reference])))


def test_what_a_service_refuses_stands_on_the_form(lead: Client, breach: Breach) -> None:
    assert "There is no disciplinary request" in text(lead.post(step(breach, "link"), {"request_reference": "REQ-2020-0001"}))
    assert "neither likelihood nor severity can be below 2" in text(
        lead.post(step(breach, "risk"), {"likelihood": "1", "severity": "3", "vulnerable": "on", "reasons": "x"})
    )
    assert lead.get(step(breach, "nonsense")).status_code == 404
    assert lead.get(step(breach, "decide")).status_code == 403


def test_an_action_is_its_owner_s_page(
    client: Client, breach: Breach, ig_lead: User, nurse: User, receptionist: User, sign_in: SignIn
) -> None:
    with acting_as(ig_lead):
        action = set_action(reference=breach.reference, lead=ig_lead, words="Check", owner=nurse, due_on=TODAY, now=clock.now())
    page = reverse("breach_action", args=[breach.reference, action.pk])
    sign_in(client, receptionist)
    assert client.get(page).status_code == 403
    sign_in(client, nurse)
    assert "Check" in text(client.get(page))
    assert [item.words for item in work(nurse, TODAY)] == ["Do an action after a breach"]
    assert client.get(reverse("breach_action", args=[breach.reference, 999])).status_code == 404
    assert client.post(page, {"words": "Checked"}).status_code == 302


# Alerts


@pytest.mark.clause("BR-3")
def test_both_leads_are_reminded_at_each_hour_exactly_once(breach: Breach, ig_lead: User, dpo: User, practice_manager: User) -> None:
    seen = []
    for hours in (1, 24, 25, 48, 60, 71, 71.5, 80):
        now = breach.aware_at + timedelta(hours=hours)
        with as_job(Job.REMINDERS):
            seen.append(remind_all(now=now))
            assert remind_all(now=now) == 0
    assert seen == [0, 1, 0, 1, 1, 1, 0, 0]
    due = list(reminders(breach.aware_at + timedelta(hours=71)))
    assert [{person.username for person in one.people} for one in due] == [{"ig_lead", "dpo"}] * 2 + [
        {"ig_lead", "dpo", "practice_manager"}
    ] * 2


def test_what_was_answered_is_not_reminded_of(breach: Breach, ig_lead: User, receptionist: User, dpo: User) -> None:
    late = breach.aware_at + timedelta(hours=50)
    assert len(list(reminders(late))) == 2
    assess(breach, ig_lead, 1, 2)
    decide(breach, ig_lead, Verdict.NOT_NOTIFY)
    assert list(reminders(late)) == []
    second = report(receptionist)
    describe(second, dpo)
    submit(second, dpo, at=clock.now())
    assert list(reminders(late)) == []


def test_home_says_so_when_a_lead_is_missing(ig_lead: User) -> None:
    assert list(standing(ig_lead, TODAY)) == ["Nobody is told of breaches as Data Protection Officer today: name a deputy."]


# Containing


@pytest.fixture
def at_hand(nurse: User, ig_lead: User, dpo: User) -> Breach:
    """A breach about a request with an access and a call."""
    grant = make_grant(nurse, ig_lead)
    call = make_call()
    with acting_as(nurse):
        make_chosen(grant, [call])
    with as_job(Job.SEED):
        report_incident(kind=IncidentKind.OUTSIDE_GRANT, subject="x", request="REQ-2026-0042", person=nurse, now=clock.now())
    return Breach.objects.get()


@pytest.mark.clause("BR-3")
def test_what_is_at_hand_is_one_press_away(lead: Client, at_hand: Breach, nurse: User, practice_manager: User) -> None:
    url = reverse("breach_contain", args=[at_hand.reference])
    page = text(lead.get(url))
    for words in ("End this access", "Lock this account"):
        assert words in page
    assert "from destruction" not in page, "its calls are held already"
    grant = nurse.grants.get()
    assert lead.post(url, {"at_hand": f"end_grant:{grant.pk}"}).status_code == 302
    assert lead.post(url, {"at_hand": "hold:"}).status_code == 302, "and pressing the button of an old page does no harm"
    assert lead.post(url, {"at_hand": f"lock_account:{nurse.pk}"}).status_code == 302
    grant.refresh_from_db()
    nurse.refresh_from_db()
    assert (grant.ended_reason, nurse.standing) == (f"Breach {at_hand.reference}", "locked")
    assert HeldRecording.objects.filter(hold__case_reference=at_hand.reference).count() == 1
    assert Entry.objects.filter(event=Event.BREACH_CONTAINED).count() == 3
    with acting_as(practice_manager):
        unlock_account(person=nurse, actor=practice_manager, now=clock.now())
    nurse.refresh_from_db()
    assert nurse.standing == "active"


@pytest.mark.parametrize("ends", ["closed", "dismissed"])
def test_the_hold_ends_with_the_breach_however_it_ends(at_hand: Breach, ig_lead: User, dpo: User, ends: str) -> None:
    with acting_as(ig_lead):
        containing.contain(reference=at_hand.reference, lead=ig_lead, measure="hold", now=clock.now())
    assert held_for(at_hand).exists()
    assess(at_hand, ig_lead, 1, 1)
    if ends == "dismissed":
        for lead in (ig_lead, dpo):
            decide(at_hand, lead, Verdict.NOT_A_BREACH)
    else:
        know(at_hand, ig_lead, "ig_lead")
        know(at_hand, dpo, "dpo")
        describe(at_hand, ig_lead)
        decide(at_hand, ig_lead, Verdict.NOT_NOTIFY)
        close(at_hand, ig_lead)
    at_hand.refresh_from_db()
    assert (at_hand.state, held_for(at_hand).exists()) == (ends, False)


def held_for(breach: Breach) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(case_reference=breach.reference, released_at=None)


def test_nothing_of_another_case_is_within_reach(at_hand: Breach, ig_lead: User, dpo: User, receptionist: User) -> None:
    def do(measure: str, subject: str, lead: User = ig_lead) -> None:
        with acting_as(lead):
            containing.contain(reference=at_hand.reference, lead=lead, measure=measure, subject=subject, now=clock.now())

    other = make_grant(receptionist, ig_lead, request_reference="REQ-2026-0043")
    for measure, subject in (("end_grant", str(other.pk)), ("lock_account", str(receptionist.pk)), ("revoke_copy", "x"), ("shred", "x")):
        with pytest.raises(NotYours):
            do(measure, subject)
    with pytest.raises(Refused):
        do("other", "")
    grant = str(Breach.objects.get().involvements.get().person.grants.get().pk)
    with pytest.raises(Refused):
        do("end_grant", grant, dpo)
    do("end_grant", grant)
    with pytest.raises(Conflict):
        do("end_grant", grant)


# The register, and the answers


@pytest.mark.clause("BR-3")
def test_the_register_shows_every_breach_of_the_year_with_its_counts(lead: Client, receptionist: User, ig_lead: User, dpo: User) -> None:
    done = closed(receptionist, ig_lead, dpo)
    other = report(receptionist, kind=Kind.LOST)
    page = text(lead.get(reverse("breaches")))
    for words in (
        done.reference,
        other.reference,
        "Not reported, with reasons",
        "Answered in time",
        "hours left of 72",
        "The year in numbers",
    ):
        assert words in page
    assert "No breach was reported this year." in text(lead.get(reverse("breaches"), {"year": "2020"}))
    assert lead.get(reverse("breaches"), {"year": "x"}).status_code == 200


@pytest.mark.clause("BR-3")
def test_the_answers_are_a_page_and_a_paper(lead: Client, breach: Breach, ig_lead: User, dpo: User) -> None:
    assert "Not known yet" in text(lead.get(reverse("breach_answers", args=[breach.reference])))
    describe(breach, ig_lead)
    assess(breach, ig_lead, 4, 4)
    decide(breach, ig_lead, Verdict.NOTIFY, reasons="The grid asks for it.")
    late = clock.now()
    with acting_as(ig_lead):
        recording.move_awareness(reference=breach.reference, lead=ig_lead, aware_at=late - timedelta(days=4), reason="Known then", now=late)
    submit(breach, ig_lead, at=late, late_reason="Nobody was here.", now=late)
    page = text(lead.get(reverse("breach_answers", args=[breach.reference])))
    for words in (dpo.email, "4. Highly likely", "Nobody was here.", "The grid asks for it.", "about 1 person", "Number not known yet"):
        assert words in page
    answer = lead.post(reverse("breach_answers_paper", args=[breach.reference]))
    assert [verdict.broken for verdict in verdicts(answer.content)] == [[]]
    assert Entry.objects.get(event=Event.BREACH_ANSWERS_TAKEN).facts == {"version": 1}


@pytest.mark.parametrize("page", ["breaches"])
def test_staff_do_not_read_the_register(client: Client, receptionist: User, sign_in: SignIn, page: str) -> None:
    sign_in(client, receptionist)
    assert client.get(reverse(page)).status_code == 403


def test_the_pages_ask_the_database_as_often_for_many_as_for_few(
    lead: Client, receptionist: User, ig_lead: User, dpo: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    done, full = closed(receptionist, ig_lead, dpo), report(receptionist)
    describe(full, ig_lead)
    for number in range(11):
        report(receptionist)
        assess(full, ig_lead, 3, 3)
        decide(full, (ig_lead, dpo)[number % 2], Verdict.NOTIFY)
        submit(full, ig_lead, at=clock.now())
        with acting_as(ig_lead):
            terms = {"reference": full.reference, "lead": ig_lead, "now": clock.now()}
            set_action(words="Check", owner=dpo, due_on=TODAY, **terms)
            containing.contain(measure="other", words="We phoned.", **terms)
            recording.move_awareness(aware_at=full.aware_at - timedelta(hours=number + 1), reason="Known then", **terms)
    lead.get(reverse("breaches"))
    with django_assert_max_num_queries(10):
        lead.get(reverse("breaches"))
    for page in ("breach", "breach_answers"):
        for breach in (done, full):
            with django_assert_max_num_queries(16):
                lead.get(reverse(page, args=[breach.reference]))
