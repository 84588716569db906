"""What is due for every member of staff, by when, who assesses, and on whose authority samples are heard."""
