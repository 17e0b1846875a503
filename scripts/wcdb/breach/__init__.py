"""Breaches of PHI: who is affected, and which clocks run."""
