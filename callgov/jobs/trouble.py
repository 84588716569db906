"""How a job says that it could not do its work."""


class JobFailed(Exception):
    """The job could not do its work, for a reason that can be told in a sentence without personal data. It comes again by itself."""
