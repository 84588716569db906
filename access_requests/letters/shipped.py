"""The wordings that ship: plain, short, one idea a paragraph. A practice words them anew on a page, with a reason."""

from dataclasses import dataclass

from access_requests.models import LetterKind, Right

K, R = LetterKind, Right


@dataclass(frozen=True)
class Wording:
    """Subject and body. In the body a blank line parts paragraphs, "# " begins a heading, "- " a point of a list, braces hold a gap."""

    subject: str
    body: str


_OPENING = "Dear {name}\n\n"
_CLOSING = "\n\nYou can ask us for this letter in large print or read to you, and for a recording as a written transcript.\n\n{practice}"
_HEAD_RIGHTS = "\n\n# What you can do if you disagree\n\n{rights}"


def _letter(subject: str, *paragraphs: str) -> Wording:
    return Wording(subject, _OPENING + "\n\n".join(paragraphs) + _CLOSING)


_ASKED = "You asked us for recordings of telephone calls. Your reference is {reference}."
_OBJECTED = "You objected to how we use information about you. Your reference is {reference}."

SHIPPED: dict[tuple[str, str], Wording] = {
    (K.ACKNOWLEDGEMENT, R.SUBJECT_ACCESS): _letter(
        "We have your request",
        "You asked us for recordings of telephone calls. It reached us on {received}. Your reference is {reference}.",
        "We will answer by {due} at the latest. It costs you nothing.",
        "If we need anything from you, we will write to you.",
    ),
    (K.ACKNOWLEDGEMENT, R.HEALTH_RECORDS): _letter(
        "We have your application",
        "You asked us for records of someone who has died. It reached us on {received}. Your reference is {reference}.",
        "We will answer by {due} at the latest. It costs you nothing.",
    ),
    (K.ACKNOWLEDGEMENT, R.OBJECTION): _letter(
        "We have your objection",
        "You object to how we use information about you. It reached us on {received}. Your reference is {reference}.",
        "We will tell you by {due} at the latest what we decide and why.",
    ),
    (K.ACKNOWLEDGEMENT, R.COMPLAINT): _letter(
        "We have your complaint",
        "You complained about how we use information about you. It reached us on {received}. Your reference is {reference}.",
        "Someone who was not involved looks into it now. We will tell you how it goes, and what we find, without undue delay.",
    ),
    **{(K.IDENTITY, right): _letter(
        "We need to be sure that it is you", opening,
        "Before we can go on we need to be sure that it is you. Please send or show us:", "{words}",
        "The time for our answer is counted from the day on which we have it. We look at it and do not keep a copy longer than we need.",
    ) for right, opening in ((R.SUBJECT_ACCESS, _ASKED), (R.OBJECTION, _OBJECTED), (R.HEALTH_RECORDS, _ASKED))},
    **{(K.AUTHORITY, right): _letter(
        "We need to see that you may ask", opening,
        "You write for someone else. Before we can go on we need to see that you may. Please send us:", "{words}",
        "The time for our answer is counted from the day on which we have it.",
    ) for right, opening in ((R.SUBJECT_ACCESS, _ASKED), (R.OBJECTION, _OBJECTED), (R.HEALTH_RECORDS, _ASKED))},
    (K.CLARIFICATION, R.SUBJECT_ACCESS): _letter(
        "What exactly do you need?", _ASKED, "To find the right calls we need to know:", "{words}",
        "The time for our answer stands still until we hear from you, and then goes on.",
    ),
    (K.CLARIFICATION, R.OBJECTION): _letter("What exactly do you object to?", _OBJECTED, "To look into it we need to know:", "{words}"),
    (K.CLARIFICATION, R.HEALTH_RECORDS): _letter(
        "What exactly do you need?", _ASKED, "To find the right records we need to know:", "{words}",
    ),
    **{(K.EXTENSION, right): _letter(
        "We need more time", opening, "We need up to two months more for our answer. The reason is:", "{words}",
        "We will answer by {due} at the latest, and sooner if we can." + _HEAD_RIGHTS,
    ) for right, opening in ((R.SUBJECT_ACCESS, _ASKED), (R.OBJECTION, _OBJECTED))},
    **{(K.REFUSAL, right): _letter("Our answer to you", opening, "We cannot do what you ask. The reasons are:", "{words}" + _HEAD_RIGHTS)
       for right, opening in ((R.SUBJECT_ACCESS, _ASKED), (R.HEALTH_RECORDS, _ASKED))},
    (K.REPLY, R.SUBJECT_ACCESS): _letter(
        "Our answer to you", _ASKED, "{words}", "# About your information\n\n{article_15}" + _HEAD_RIGHTS,
    ),
    (K.REPLY, R.HEALTH_RECORDS): _letter(
        "Our answer to you", _ASKED, "{words}", "# About this information\n\n{article_15}" + _HEAD_RIGHTS,
    ),
    **{(K.NO_REPLY, right): _letter(
        "We have not heard from you", opening, "We asked you for the following and have had no answer:", "{words}",
        "We have closed this for now. You can ask again at any time, and we will begin where we stopped.",
    ) for right, opening in ((R.SUBJECT_ACCESS, _ASKED), (R.OBJECTION, _OBJECTED), (R.HEALTH_RECORDS, _ASKED))},
    (K.PROGRESS, R.COMPLAINT): _letter(
        "How your complaint stands", "You complained about how we use information about you. Your reference is {reference}.", "{words}",
    ),
    (K.OUTCOME, R.COMPLAINT): _letter(
        "What we found", "You complained about how we use information about you. Your reference is {reference}.", "{words}" + _HEAD_RIGHTS,
    ),
    (K.OUTCOME, R.OBJECTION): _letter("Our answer to your objection", _OBJECTED, "{words}" + _HEAD_RIGHTS),
    (K.ARTICLE_15, ""): Wording(
        "About your information",
        "- Why: we record calls to keep patients and staff safe, to settle what was said, and to improve how we answer the telephone.\n"
        "- On what ground: our public task of providing NHS care (UK GDPR Article 6(1)(e)), and the provision of health care "
        "(Article 9(2)(h)).\n"
        "- What: the sound of the call, its date and time, the telephone numbers, and the extension that answered.\n"
        "- Where we have it from: the call itself, and our telephone system.\n"
        "- Who receives it: the people here who need it for their work, our telephone supplier, and others only where the law asks or "
        "allows it.\n"
        "- How long: as our retention schedule says. Ask us for it.\n"
        "- Your rights: to ask us to correct or erase it, to limit how we use it, and to object.\n"
        "- Machines: no decision about you is made by a machine alone.",
    ),
}  # fmt: skip
