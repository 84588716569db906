"""How staff are assessed on the phone."""
