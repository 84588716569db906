"""It shows that it ran: every run of a job of the schedule is written down in one place, and a job that does not run is complained of.

`recording` hears of each run from Celery, so that no task needs to say anything itself. What a task returns, words with counts, stands
on the page as what it did; a task that raises `JobFailed` says in a sentence why it could not.
"""
