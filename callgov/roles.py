"""Roles and what each may do, as data in plain English. The page "Your account" and the rules read the same table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

from callgov.refusals import Refusal


class Role(TextChoices):
    """The roles that the policy names. Line manager is a relation between people, not a role."""

    STAFF = "staff", "Staff"
    IG_LEAD = "ig_lead", "Information Governance Lead"
    DPO = "dpo", "Data Protection Officer"
    PRACTICE_MANAGER = "practice_manager", "Practice Manager"
    ASSESSOR = "assessor", "Assessor"
    PARTNER = "partner", "Partner"
    SYSTEM_ADMINISTRATOR = "system_administrator", "System administrator"


class Action(TextChoices):
    """The closed list of everything a person may do. Every page asks for exactly one of them."""

    SEE_HOME = "see_home", "see what needs you"
    ASK = "ask", "ask for a recording"
    FOLLOW_REQUESTS = "follow_requests", "follow requests you are part of"
    DECIDE = "decide", "approve or refuse requests"
    HANDLE_CASES = "handle_cases", "answer people's requests, objections and complaints about their data"
    LOG_CASE = "log_case", "log a complaint or an objection that someone makes"
    USE_GRANT = "use_grant", "find and hear what you were granted"
    END_GRANT = "end_grant", "end a grant"
    DEPOSIT = "deposit", "deposit the audio of a requested call"
    SETTLE_INTAKE = "settle_intake", "import calls and settle files that could not be used"
    CHECK_REDACTION = "check_redaction", "check a copy with silenced parts as the second person"
    RELEASE = "release", "release a copy and write its register line"
    READ_REGISTER = "read_register", "read the release register"
    KEEP_REGISTER = "keep_register", "complete and correct the release register"
    INSPECT_REGISTER = "inspect_register", "inspect the release register"
    READ_TRAIL = "read_trail", "review the trail"
    REPORT_BREACH = "report_breach", "report a breach"
    HANDLE_BREACHES = "handle_breaches", "assess and settle breaches"
    LOG_OBJECTION = "log_objection", "record that a caller objects to being recorded"
    SEE_NOTICES = "see_notices", "read notices, purposes and lawful basis"
    KEEP_NOTICES = "keep_notices", "approve notices and record test calls"
    KEEP_PURPOSES = "keep_purposes", "say why calls are recorded and on which lawful basis"
    SEE_PEOPLE = "see_people", "see people and their roles"
    KEEP_ACCOUNTS = "keep_accounts", "invite people and end accounts"
    KEEP_ROLES = "keep_roles", "give and end roles, name deputies"
    SEE_KEEPING = "see_keeping", "see how long recordings are kept, what is on hold and what was destroyed"
    PROPOSE_KEEPING = "propose_keeping", "propose changes of the retention schedule, and destruction"
    AUTHORISE_DESTRUCTION = "authorise_destruction", "agree changes of the retention schedule, and authorise destruction"
    KEEP_HOLDS = "keep_holds", "place and release legal holds"
    KEEP_SETTINGS = "keep_settings", "change the practice's settings"
    SEE_SERVICE = "see_service", "see whether the service and its jobs are well"
    OWN_AUDITS = "own_audits", "see and answer your own audits"
    SEE_PROGRAMME = "see_programme", "see who is due to be audited and by when"
    PLAN_AUDITS = "plan_audits", "plan audits, name assessors and keep their results on HR records"
    AUTHORISE_AUDITS = "authorise_audits", "authorise that drawn samples are heard"
    ASSESS = "assess", "draw, hear and assess the sample of an audit"
    READ_CONCERNS = "read_concerns", "read concerns about professional practice"
    ANSWER_CONCERNS = "answer_concerns", "answer concerns about professional practice"
    SIGN_ANNUAL_AUDIT = "sign_annual_audit", "sign off the annual practice audit"
    KEEP_LEARNING = "keep_learning", "keep significant events that come out of audits"
    RUN_SERVICE = "run_service", "look after the service and its jobs"


@dataclass(frozen=True)
class Powers:
    """What a role may do, and the sentence that says what it is for."""

    line: str
    may: frozenset[Action]
    may_not: tuple[str, ...] = ()


_EVERYONE = frozenset({Action.SEE_HOME, Action.REPORT_BREACH})
_COLLEAGUE = _EVERYONE | {Action.ASK, Action.FOLLOW_REQUESTS, Action.USE_GRANT, Action.OWN_AUDITS, Action.LOG_CASE, Action.LOG_OBJECTION}

POWERS: dict[Role, Powers] = {
    Role.STAFF: Powers(
        "Asks for a recording, and hears one only under a grant.",
        _COLLEAGUE,
        ("decide any request", "hear a recording without a grant"),
    ),
    Role.IG_LEAD: Powers(
        "Approves requests, issues and ends grants, authorises sharing, reviews the trail.",
        _COLLEAGUE
        | {Action.CHECK_REDACTION}
        | {
            Action.HANDLE_BREACHES, Action.SEE_NOTICES, Action.KEEP_NOTICES, Action.KEEP_PURPOSES,
            Action.DECIDE, Action.HANDLE_CASES, Action.END_GRANT, Action.DEPOSIT, Action.SETTLE_INTAKE, Action.RELEASE,
            Action.READ_REGISTER, Action.INSPECT_REGISTER, Action.READ_TRAIL, Action.SEE_PEOPLE, Action.KEEP_SETTINGS,
            Action.SEE_KEEPING, Action.PROPOSE_KEEPING, Action.AUTHORISE_DESTRUCTION, Action.KEEP_HOLDS,
            Action.SEE_SERVICE,
        }
        | {Action.SEE_PROGRAMME, Action.AUTHORISE_AUDITS},
        ("decide a request of your own", "hear a recording without a grant"),
    ),
    Role.DPO: Powers(
        "Is consulted or agrees where the policy says so, inspects the register, reviews the trail.",
        _COLLEAGUE
        | {Action.CHECK_REDACTION}
        | {Action.HANDLE_BREACHES, Action.SEE_NOTICES}
        | {
            Action.HANDLE_CASES, Action.READ_REGISTER, Action.INSPECT_REGISTER, Action.READ_TRAIL, Action.SEE_PEOPLE,
            Action.SEE_KEEPING, Action.KEEP_HOLDS, Action.SEE_SERVICE,
            Action.READ_REGISTER, Action.READ_TRAIL, Action.SEE_PEOPLE, Action.SEE_KEEPING, Action.KEEP_HOLDS, Action.SEE_SERVICE,
            Action.READ_REGISTER, Action.READ_TRAIL, Action.SEE_PEOPLE, Action.SEE_KEEPING, Action.KEEP_HOLDS,
            Action.SEE_SERVICE,
        },
        ("approve a request in place of the Information Governance Lead",),
    ),
    Role.PRACTICE_MANAGER: Powers(
        "Keeps the release register, people and roles; prepares and releases copies.",
        _COLLEAGUE
        | {Action.CHECK_REDACTION}
        | {
            Action.SEE_NOTICES, Action.KEEP_NOTICES,
            Action.DEPOSIT, Action.HANDLE_CASES, Action.SETTLE_INTAKE, Action.RELEASE, Action.READ_REGISTER, Action.KEEP_REGISTER,
            Action.SEE_PEOPLE, Action.KEEP_ACCOUNTS, Action.KEEP_ROLES, Action.SEE_KEEPING, Action.PROPOSE_KEEPING, Action.KEEP_HOLDS,
        }
        | {Action.SEE_PROGRAMME, Action.PLAN_AUDITS, Action.KEEP_LEARNING},
        ("approve requests", "release a copy you asked for or approved"),
    ),
    Role.ASSESSOR: Powers(
        "Hears the drawn sample of an audit and nothing else.",
        _COLLEAGUE | {Action.SEE_PROGRAMME, Action.ASSESS, Action.READ_CONCERNS},
        ("choose which calls are drawn",),
    ),
    Role.PARTNER: Powers(
        "Receives professional practice concerns; sees collective audit results.",
        _COLLEAGUE | {Action.READ_CONCERNS, Action.ANSWER_CONCERNS, Action.SIGN_ANNUAL_AUDIT, Action.KEEP_LEARNING},
    ),
    Role.SYSTEM_ADMINISTRATOR: Powers(
        "Runs the service: accounts and jobs.",
        _EVERYONE | {Action.RUN_SERVICE, Action.SEE_SERVICE, Action.SEE_PEOPLE, Action.KEEP_ACCOUNTS},
        ("hear a recording", "issue a grant", "decide a request", "be the Information Governance Lead or the Data Protection Officer"),
    ),
}  # fmt: skip

CONFLICTS: dict[frozenset[Role], str] = {
    frozenset({Role.SYSTEM_ADMINISTRATOR, Role.IG_LEAD}): "A system administrator cannot also be the Information Governance Lead.",
    frozenset({Role.SYSTEM_ADMINISTRATOR, Role.DPO}): "A system administrator cannot also be the Data Protection Officer.",
    frozenset(
        {Role.IG_LEAD, Role.DPO}
    ): "The Information Governance Lead cannot also be the Data Protection Officer: each checks the other.",
}

DECIDING_ROLES = frozenset({Role.IG_LEAD, Role.DPO, Role.PRACTICE_MANAGER, Role.PARTNER})


def actions_of(roles: Iterable[Role]) -> frozenset[Action]:
    """Everything that a person with these roles may do. A system administrator may only run the service (AC-1)."""
    held = set(roles)
    if Role.SYSTEM_ADMINISTRATOR in held:
        return POWERS[Role.SYSTEM_ADMINISTRATOR].may
    return frozenset().union(*(POWERS[role].may for role in held))


def refuse_conflict(roles: Iterable[Role]) -> Refusal | None:
    """Refuse a set of roles that one person may not hold together."""
    held = frozenset(roles)
    for pair, sentence in CONFLICTS.items():
        if pair <= held:
            return Refusal("role-conflict", sentence)
    return None
