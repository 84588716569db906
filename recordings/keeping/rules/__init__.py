"""Who may place holds, change the schedule and destroy, and when. Pure: each rule returns its refusal with the sentence, or None."""

from callgov.refusals import Refusal

NOT_FOUND = Refusal("not-found", "There is nothing here that you can open.")
