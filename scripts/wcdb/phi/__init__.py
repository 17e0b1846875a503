"""Encryption of PHI columns: keys, envelopes, and jobs over whole tables."""
