"""Papers of a case: sniffed, capped, sealed into the vault, read by download alone, and each reading is an entry.

A higher floor attaches with `services.attach`, shows with `presenters.paper_rows`, and says in `registry.attachment_doors` who may read.
"""
