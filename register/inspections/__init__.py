"""Inspections of the register by the Information Governance Lead or the Data Protection Officer (RE-2)."""
