"""How calls come in: audio with a manifest, call records alone, and one call fetched for a request.

`manifest` and `rules` read what was written, `resolve` finds what follows from it, `services` takes in, sets aside and deposits.
"""
