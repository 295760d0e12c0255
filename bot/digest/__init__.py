"""Digests: `schedule` and `decide` say purely what is due, `post` does it at the edge."""
