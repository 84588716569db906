"""The verbs of intake: import, watch, settle what was set aside, deposit the audio of one call."""
