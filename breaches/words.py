"""Sentences that breaches are told in."""

NOTICED_FOR_CERTAIN = "Whoever reported it noticed it then, and was certain."
REPORTED_THEN = "It was reported then."
FOUND_BY_THE_SERVICE = "The service found it then."

# The answer of whoever is asked who is told.
NOBODY_YET = "Nobody holds this role today. Whoever can name a deputy has been told."
