"""The verbs of the register: prepare, release, collect, destroy, annotate. The only writers of its tables."""
