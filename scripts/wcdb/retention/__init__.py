"""Records that need not be kept any longer: find, hold, remove, archive."""
