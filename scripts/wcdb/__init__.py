"""wcdb: what stock yoyo and psql cannot do for the White Cross database."""
