"""How recordings lie: sealed in frames, under a key of their own, opened by an Access and by nothing else.

`frames` is the sealed format, `keyring` wraps the key of each object, `places` knows folders and buckets, `store` is the vault that
the rest of the product uses. Nothing outside this wing touches the storage.
"""
