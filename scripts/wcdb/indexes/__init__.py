"""The indexes of the database: invalid, redundant, missing, unused, bloated."""
