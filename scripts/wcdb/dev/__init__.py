"""The embedded PostgreSQL of a checkout and its sample data; nothing that production needs."""
