"""The controlled lists of the policy: why a recording may be reviewed, and on which lawful basis it was made."""

from django.db.models import TextChoices


class ReviewPurpose(TextChoices):
    """The policy's nine purposes of audit and review (AU-1). A new purpose is a new request."""

    MISTAKES = "mistakes", "Check for mistakes"
    TRAINING = "training", "Staff training, coaching and support"
    FRAUD = "fraud", "Prevent, detect, investigate or prosecute fraud"
    DISPUTE = "dispute", "Verify what was said in a dispute or complaint"
    ABUSE = "abuse", "Protect from abusive behaviour"
    QUALITY = "quality", "Monitor the quality of call handling"
    IMPROVEMENT = "improvement", "Plan and make improvements to our services"
    LEGAL = "legal", "Verify details of the call for legal proceedings"
    MISCONDUCT = "misconduct", "Evidence in a misconduct, performance or capability investigation"


class AnsweringPurpose(TextChoices):
    """What a recording is opened for when nobody reviews: somebody has a right, or the law asks. Set by the route, never chosen."""

    SUBJECT_ACCESS = "subject_access", "Answer a person who asks for their own recording"
    OWN_CALL = "own_call", "Hear a call that one took part in"
    EXTERNAL_BODY = "external_body", "Answer the police, a court or another body"
    HEALTH_RECORDS = "health_records", "Answer a request for the records of a patient who died"


PURPOSES = [*ReviewPurpose.choices, *AnsweringPurpose.choices]
PURPOSE_WORDS: dict[str, str] = {str(value): str(label) for value, label in PURPOSES}


class LawfulBasis(TextChoices):
    """Article 6 in its call-recording wording (LB-1)."""

    CONSENT = "consent", "The individuals involved in the call have given consent to be recorded"
    CONTRACT = "contract", "Recording is necessary for the fulfilment of a contract"
    LEGAL_OBLIGATION = "legal_obligation", "Recording is necessary for the fulfilment of a legal obligation"
    VITAL_INTERESTS = "vital_interests", "Recording is necessary to protect the interests of the participants or another person"
    PUBLIC_TASK = "public_task", "Recording is in the public interest or necessary for the exercise of official authority"
    LEGITIMATE_INTERESTS = "legitimate_interests", "Recording is in the legitimate interests of the recorder, unless overridden"


class Article9(TextChoices):
    """Conditions under which health data may be recorded (law.md P3)."""

    HEALTH_CARE = "9_2_h", "Article 9(2)(h): provision of health care"
    EMPLOYMENT = "9_2_b", "Article 9(2)(b): employment, social security and social protection"
    VITAL = "9_2_c", "Article 9(2)(c): vital interests"
    LEGAL_CLAIMS = "9_2_f", "Article 9(2)(f): legal claims"
