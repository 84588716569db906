from datetime import date

import pytest
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models

from callgov.models import Setting
from callgov.people.models import RoleHolding, User
from callgov.registry import registry
from callgov.roles import Role
from callgov.trail.context import AnonymousAct, acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import NOT_SHOWN, Entry
from recordings.models import Line
from tests.trail.conftest import make_person

pytestmark = [pytest.mark.clause("AU-11"), pytest.mark.django_db]

PROJECT = ("callgov", "recordings", "access_requests", "audits", "register", "breaches")

# Kept field by field: whoever adds a model adds it here or below.
KEPT = {
    "people.User", "people.RoleHolding", "people.Deputy", "people.Invitation", "callgov.Setting",
    "recordings.ProcessingPurpose", "recordings.RetentionClass", "recordings.Line", "recordings.Extension",
    "recordings.ExtensionAssignment", "recordings.Recording", "recordings.Grant", "recordings.QuarantinedFile",
    "recordings.Attachment", "recordings.DisposalBatch", "recordings.LegalHold", "recordings.RetentionChange",
    "access_requests.AccessRequest", "access_requests.CaseClock", "access_requests.Matter",
    "register.Release", "register.CollectionLink", "register.Inspection", "register.InspectedLine", "register.InspectionAction",
    "register.Redaction", "register.RedactionSpan",
    "audits.StaffProfile", "audits.Absence", "audits.Audit", "audits.Assessment", "audits.Concern", "audits.Seat",
    "audits.SignificantEvent", "audits.TrainingClip",
    "access_requests.Asker", "access_requests.Demand",
    "breaches.Breach", "breaches.FollowUp", "breaches.Receipt", "breaches.Told", "recordings.Notice",
}  # fmt: skip

# Not kept, and why: insert-only rows that one named act writes, counters, unsent answers, and the trail itself.
NOT_KEPT = {
    "trail.Entry", "trail.Seal", "callgov.Sequence", "callgov.Draft", "callgov.HolidayChange", "callgov.Reminder",
    "callgov.JobRun", "callgov.JobWatch",
    "recordings.GrantedRecording", "recordings.Access", "recordings.Search", "recordings.ImportRun", "recordings.Certificate",
    "recordings.StoredObject", "recordings.DisposalItem", "recordings.HeldRecording",
    "recordings.Backup", "recordings.Custodian", "recordings.Drill", "recordings.RecoveryKey", "recordings.Restore",
    "access_requests.Decision",
    "access_requests.ClockEntry", "access_requests.Letter", "access_requests.LetterWording",
    "access_requests.MatterDecision", "access_requests.MatterNote", "access_requests.SearchAccount",
    "register.RegisterLine", "register.LineNote", "register.HeardPart", "register.HolderAsked", "register.Misdelivery",
    "register.OnwardSharing", "register.RedactionCheck", "register.TranscriptCertificate", "register.TranscriptVersion",
    "audits.Authority", "audits.Pool", "audits.SampledCall", "audits.ToolVersion", "audits.Review", "audits.Mark", "audits.Answer",
    "audits.ConcernNote", "audits.AnnualAudit", "audits.AnnualSignOff", "audits.Calibration",
    "breaches.Account", "breaches.Assessment", "breaches.Awareness", "breaches.Containment", "breaches.Decision", "breaches.Involvement",
    "breaches.PeopleTold", "breaches.Submission",
    "recordings.Balancing", "recordings.ImpactAssessment", "recordings.NoticeTest", "recordings.Objection",
    "access_requests.Recusal", "access_requests.IdentityCheck", "access_requests.Assessment",
    "access_requests.ThirdParty",
}  # fmt: skip


def project_models() -> dict[str, type[models.Model]]:
    return {model._meta.label: model for model in apps.get_models() if model.__module__.partition(".")[0] in PROJECT}


def last() -> Entry:
    return Entry.objects.all()[0]


def test_every_model_is_kept_or_says_why_not() -> None:
    kept = {label for label, model in project_models().items() if auditlog.contains(model)}
    assert kept == KEPT
    assert set(project_models()) - kept == NOT_KEPT


@pytest.mark.parametrize("label", sorted(NOT_KEPT))
def test_what_is_not_kept_says_why(label: str) -> None:
    assert project_models()[label].Governance.unrecorded.endswith(".")


@pytest.mark.parametrize("label", sorted(KEPT))
def test_no_secret_and_no_personal_field_is_kept_in_words(label: str) -> None:
    model = project_models()[label]
    fields = {field.name for field in model._meta.concrete_fields}
    secret = {name for name in fields if name == "password" or name.endswith("_hash")}
    assert set(auditlog.get_model_fields(model)["mask_fields"]) == (fields & set(model.Governance.personal) - {"last_login"}) | secret


def test_a_new_row_is_one_entry_with_its_fields(colleague: User) -> None:
    with acting_as(colleague):
        Line.objects.create(name="Main")
    entry = last()
    assert (entry.actor, entry.event, entry.action) == (colleague, Event.FIELDS_CHANGED, Entry.Action.CREATE)
    assert entry.object_type == "recordings.line"
    assert entry.changes["name"] == [None, "Main"]


def test_a_change_says_from_what_to_what(colleague: User) -> None:
    with acting_as(colleague, reason="renamed"):
        line = Line.objects.create(name="Main")
        line.name = "Reception"
        line.save()
    assert (last().changes, last().reason, last().action) == ({"name": ["Main", "Reception"]}, "renamed", Entry.Action.UPDATE)


def test_saving_without_a_change_is_no_entry(colleague: User) -> None:
    with acting_as(colleague):
        line = Line.objects.create(name="Main")
        before = last()
        line.save()
    assert last() == before


def test_a_removed_row_is_an_entry(colleague: User) -> None:
    with acting_as(colleague):
        Line.objects.create(name="Main").delete()
    assert last().action == Entry.Action.DELETE


def test_of_a_person_only_that_something_changed_is_kept(colleague: User) -> None:
    with as_job(Job.COMMAND):
        colleague.name, colleague.email = "Nadia Kowalska", "nadia@example.org"
        colleague.set_password("violet-anchor-tundra-spoon")
        colleague.save()
    assert last().changes == {name: [NOT_SHOWN, NOT_SHOWN] for name in ("name", "email", "password")}
    assert (last().about, last().object_repr) == (colleague, f"person {colleague.pk}")


def test_a_login_is_not_an_entry_about_the_time_of_the_login(colleague: User) -> None:
    before = last()
    colleague.last_login = "2026-11-22T09:00Z"
    colleague.save(update_fields=["last_login"])
    assert last() == before


def test_a_change_of_a_set_is_an_entry_with_the_keys(colleague: User) -> None:
    group = Group.objects.create(name="anything")
    with acting_as(colleague):
        colleague.groups.add(group)
        colleague.groups.add(group)
        assert last().changes == {"groups": {"add": [str(group.pk)]}}
        colleague.groups.remove(group)
        assert last().changes == {"groups": {"delete": [str(group.pk)]}}
    assert Entry.objects.filter(changes__has_key="groups").count() == 2


def test_a_change_of_nobody_is_refused(colleague: User) -> None:
    with pytest.raises(AnonymousAct):
        Line.objects.create(name="Main")


def test_nothing_about_a_role_is_lost(colleague: User) -> None:
    with as_job(Job.COMMAND):
        holding = RoleHolding.objects.create(person=colleague, role=Role.STAFF, starts_on=date(2026, 11, 1), given_at="2026-11-01T09:00Z")
        holding.ends_on = date(2026, 11, 22)
        holding.save()
    assert last().changes == {"ends_on": [None, "2026-11-22"]}


def test_a_practice_setting_is_kept_in_words(colleague: User) -> None:
    with acting_as(colleague):
        Setting.objects.create(name="grant_days", value=14, reason="Holidays", set_by=colleague, set_at="2026-11-22T09:00Z")
    assert last().changes["value"] == [None, 14]


def test_the_menu_has_the_trail_once() -> None:
    assert [item.url_name for item in registry.nav].count("trail") == 1


def test_a_person_cannot_be_made_in_silence(db: None) -> None:
    with pytest.raises(AnonymousAct):
        User.objects.create_user("silent", email="silent@example.org", name="Silent")
    assert make_person("told").pk
