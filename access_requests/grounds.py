"""On which ground a request, or a part of one, is refused: each with the law in one plain line. Pure."""

from collections.abc import Collection

from django.db.models import TextChoices

from access_requests.kinds import Kind


class Ground(TextChoices):
    """Why the answer is no."""

    NO_NEED = "no_need", "There is no defined business need"
    TOO_WIDE = "too_wide", "It asks for more than it needs"
    NOT_IDENTIFIED = "not_identified", "We could not be sure who asks"
    NO_AUTHORITY = "no_authority", "There is no authority to ask for this person"
    OTHER_PEOPLE = "other_people", "It would tell about other people"
    SERIOUS_HARM = "serious_harm", "It would be likely to cause serious harm"
    EXPECTATIONS = "expectations", "It goes against what the patient expected or wished"
    LEGAL_PRIVILEGE = "legal_privilege", "It is legally privileged"
    CRIME = "crime", "It would prejudice the prevention or detection of crime"
    UNFOUNDED = "unfounded", "The request is manifestly unfounded or excessive"
    NOT_NECESSARY = "not_necessary", "The body has not shown that it is necessary"
    CONFIDENTIAL = "confidential", "The duty of confidence weighs more"
    NOT_IN_THE_ACT = "not_in_the_act", "It is not part of the health record"
    NOT_OWN_CALL = "not_own_call", "It is not a call that the person took part in"
    ADVICE_AGAINST = "advice_against", "The advice or the facts do not support it"
    NO_SHARING = "no_sharing", "The purpose does not need further sharing"


# The law, or the policy, in one plain line.
LAW: dict[Ground, str] = {
    Ground.NO_NEED: "Our policy: access only for a clearly defined business need.",
    Ground.TOO_WIDE: "Our policy and the law: no more than the purpose needs.",
    Ground.NOT_IDENTIFIED: "We may ask for proof where there is reasonable doubt, and cannot answer without it.",
    Ground.NO_AUTHORITY: "Whoever asks for someone else must show that they may.",
    Ground.OTHER_PEOPLE: "Data Protection Act 2018, Schedule 2, paragraph 16: other people's information.",
    Ground.SERIOUS_HARM: "Data Protection Act 2018, Schedule 3, Part 2: likely serious harm to someone's health.",
    Ground.EXPECTATIONS: "Data Protection Act 2018, Schedule 3, paragraph 4: what the person expected or wished.",
    Ground.LEGAL_PRIVILEGE: "Data Protection Act 2018, Schedule 2, paragraph 19: advice between lawyer and client.",
    Ground.CRIME: "Data Protection Act 2018, Schedule 2, paragraph 2: crime and taxation.",
    Ground.UNFOUNDED: "UK GDPR Article 12(5). We must be able to show it; rude words alone are not enough.",
    Ground.NOT_NECESSARY: "Data Protection Act 2018, Schedule 2, paragraph 2 permits disclosure and does not compel it.",
    Ground.CONFIDENTIAL: "The common law duty of confidence towards patients.",
    Ground.NOT_IN_THE_ACT: "Access to Health Records Act 1990: records made by or for a health professional.",
    Ground.NOT_OWN_CALL: "Our policy: an employee may hear calls in which they are personally involved.",
    Ground.ADVICE_AGAINST: "Our policy: the Data Protection Officer is consulted before any approval.",
    Ground.NO_SHARING: "Our policy: any further sharing is authorised by the Information Governance Lead.",
}

_SUBJECT = (
    Ground.NOT_IDENTIFIED, Ground.NO_AUTHORITY, Ground.OTHER_PEOPLE, Ground.SERIOUS_HARM, Ground.EXPECTATIONS, Ground.LEGAL_PRIVILEGE,
    Ground.CRIME, Ground.UNFOUNDED,
)  # fmt: skip
_BODY = (Ground.NOT_NECESSARY, Ground.TOO_WIDE, Ground.CONFIDENTIAL, Ground.OTHER_PEOPLE, Ground.LEGAL_PRIVILEGE)

GROUNDS: dict[str, tuple[Ground, ...]] = {
    Kind.BUSINESS_NEED: (Ground.NO_NEED, Ground.TOO_WIDE),
    Kind.OWN_CALL: (Ground.NOT_OWN_CALL, Ground.OTHER_PEOPLE, Ground.LEGAL_PRIVILEGE, Ground.TOO_WIDE),
    Kind.DISCIPLINARY: (Ground.ADVICE_AGAINST, Ground.TOO_WIDE, Ground.NO_NEED),
    Kind.ONWARD: (Ground.NO_SHARING, Ground.TOO_WIDE, Ground.OTHER_PEOPLE),
    Kind.SUBJECT_ACCESS: _SUBJECT,
    Kind.EXTERNAL_BODY: _BODY,
    Kind.COURT_ORDER: (Ground.TOO_WIDE, Ground.LEGAL_PRIVILEGE),
    Kind.LIFE_AT_RISK: _BODY,
    Kind.HEALTH_RECORDS: (
        Ground.NOT_IDENTIFIED, Ground.NO_AUTHORITY, Ground.NOT_IN_THE_ACT, Ground.OTHER_PEOPLE, Ground.SERIOUS_HARM, Ground.EXPECTATIONS,
    ),
}  # fmt: skip


def offered(kind: str) -> list[tuple[str, str]]:
    """The grounds that the form offers for a kind of request."""
    return [(ground.value, ground.label) for ground in GROUNDS[kind]]


def laws(grounds: Collection[str]) -> dict[str, str]:
    """The law in one line for each of these grounds, as hints of the form."""
    return {ground: LAW[Ground(ground)] for ground in grounds}
