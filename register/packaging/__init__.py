"""The package in which a copy leaves: the file, a letter with its conditions and a manifest with hashes, locked with a passphrase."""
