"""The people of the demo's practice: who they are, what they hold, where they sit."""

from dataclasses import dataclass

from callgov.roles import Role

PASSWORD = "four plum trees in a quiet lane"  # nosec B105: printed on the cast page, which exists in the demo alone

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # nosec B105: likewise


@dataclass(frozen=True)
class Character:
    """One person of the practice."""

    username: str
    name: str
    job_title: str
    roles: tuple[Role, ...]
    manager: str = ""
    extension: str = ""
    story: str = ""

    @property
    def email(self) -> str:
        """An address that no mail ever reaches."""
        return f"{self.username}@riverside.example"


CAST = (
    Character(
        "grace",
        "Grace Whitfield",
        "Practice Manager",
        (Role.PRACTICE_MANAGER,),
        extension="210",
        story="Keeps the register and releases copies.",
    ),
    Character(
        "priya",
        "Priya Nair",
        "Information Governance Lead",
        (Role.IG_LEAD,),
        manager="grace",
        extension="211",
        story="Approves or refuses.",
    ),
    Character("martin", "Dr Martin Cole", "Data Protection Officer", (Role.DPO,), story="Reviews the trail and the register."),
    Character(
        "anita",
        "Anita Shah",
        "Deputy Practice Manager",
        (Role.STAFF,),
        manager="grace",
        extension="212",
        story="Deputy Information Governance Lead when Priya is away.",
    ),
    Character(
        "helen",
        "Helen Marsh",
        "Reception Manager",
        (Role.STAFF,),
        manager="grace",
        extension="203",
        story="Line manager of the receptionists.",
    ),
    Character("leah", "Leah Brandt", "Receptionist", (Role.STAFF,), manager="helen", extension="201", story="Asks for a recording."),
    Character(
        "sam", "Sam Okafor", "Receptionist", (Role.STAFF,), manager="helen", extension="202", story="Has no grant, and hears nothing."
    ),
    Character("ruth", "Ruth Adeyemi", "Practice Nurse", (Role.STAFF,), manager="ellen", extension="214", story="Waits for a decision."),
    Character("joan", "Joan Mercer", "Call Assessor", (Role.ASSESSOR,), manager="grace", story="Will hear drawn samples and nothing else."),
    Character("ellen", "Dr Ellen Hart", "GP Partner", (Role.PARTNER,), extension="220", story="Receives professional concerns."),
    Character("tom", "Dr Tom Reid", "Salaried GP", (Role.STAFF,), manager="ellen", extension="221", story="Sees patients by telephone."),
    Character(
        "ben",
        "Ben Tully",
        "IT Support",
        (Role.SYSTEM_ADMINISTRATOR,),
        manager="grace",
        story="Runs the service, and can hear and decide nothing.",
    ),
)
BY_NAME = {character.username: character for character in CAST}
