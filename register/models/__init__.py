"""What the register floor stores: releases and their lines, what becomes of copies that are out, and inspections."""

from register.models.custody import HolderAsked, Misdelivery, OnwardSharing
from register.models.inspections import InspectedLine, Inspection, InspectionAction, InspectionState
from register.models.releases import CollectionLink, LineNote, Method, RegisterLine, Release, ReleaseState

__all__ = [
    "CollectionLink", "HolderAsked", "InspectedLine", "Inspection", "InspectionAction", "InspectionState", "LineNote", "Method",
    "Misdelivery", "OnwardSharing", "RegisterLine", "Release", "ReleaseState",
]  # fmt: skip
