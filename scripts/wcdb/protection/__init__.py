"""The protection of the data: what the catalogue should say of it, and what it does say."""
