"""Hearing and marking the sample, and finishing an audit with its score and feedback."""
