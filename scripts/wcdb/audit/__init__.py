"""The audit log: read it, seal it, verify it, archive its months."""
