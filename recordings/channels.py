"""The routes by which people must learn that calls are recorded (NO-1 to NO-3), and which of them a call took. Pure."""

from django.db.models import TextChoices


class NoticeChannel(TextChoices):
    """Where a notice stands. The first four are the policy's incoming routes."""

    TELEPHONE = "telephone", "Telephone, incoming calls"
    DESKTOP = "desktop", "Desktop software"
    MOBILE = "mobile", "Mobile app"
    BROWSER = "browser", "Web browser"
    OUTGOING = "outgoing", "Outgoing calls"
    WEBSITE = "website", "Summary on the website"
    PRIVACY = "privacy", "Privacy notice"
    STAFF = "staff", "Notice to staff"
    POSTER = "poster", "Poster in the waiting room"


INCOMING = (NoticeChannel.TELEPHONE, NoticeChannel.DESKTOP, NoticeChannel.MOBILE, NoticeChannel.BROWSER)
INCOMING_CHOICES = [(channel.value, channel.label) for channel in INCOMING]
SPOKEN = frozenset({*INCOMING, NoticeChannel.OUTGOING})  # tried out by a test call; the others are read through
ALWAYS = frozenset(
    {NoticeChannel.TELEPHONE, NoticeChannel.OUTGOING, NoticeChannel.WEBSITE, NoticeChannel.PRIVACY, NoticeChannel.STAFF}
)  # what the policy and law.md R6.4 and R10.1 ask of every practice

_BY_DIRECTION = {"outgoing": NoticeChannel.OUTGOING, "internal": NoticeChannel.STAFF}


def channel_of(direction: str, line_channel: str) -> NoticeChannel:
    """The channel whose notice a call fell under: by its direction, and for incoming calls by how callers reach the line."""
    return _BY_DIRECTION.get(direction) or NoticeChannel(line_channel)
