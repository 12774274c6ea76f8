"""The demonstration: an invented country that looks like the real one (sheet 12).

Every row is synthetic: invented names, addresses at example.org, telephone numbers kept for fiction, SIRET with a
valid key under a reserved prefix. The same seed, size and last day give the same rows and the same identifiers.
"""
