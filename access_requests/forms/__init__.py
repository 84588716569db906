"""The forms of requests."""

from access_requests.forms.asking import AboutForm, CallForm, CopyForm, WhyForm
from access_requests.forms.deciding import DecisionForm, DemandForm, NotHeldForm, PaperForm, ReopenForm, ReviewForm, StandBackForm
from access_requests.forms.lists import FilterForm
from access_requests.forms.taking_in import EnquiryForm, OwnCallForm

__all__ = [
    "AboutForm",
    "CallForm",
    "CopyForm",
    "DecisionForm",
    "DemandForm",
    "EnquiryForm",
    "FilterForm",
    "NotHeldForm",
    "OwnCallForm",
    "PaperForm",
    "ReopenForm",
    "ReviewForm",
    "StandBackForm",
    "WhyForm",
]
