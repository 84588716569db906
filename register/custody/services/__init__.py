"""The verbs of custody: report the wrong recipient, record receipts and deletions, ask holders, ask to share further."""
