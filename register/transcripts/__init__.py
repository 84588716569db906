"""A call as text: typed or drafted, corrected, certified, silenced in the same parts as the sound, and released."""
