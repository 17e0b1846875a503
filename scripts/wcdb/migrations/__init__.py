"""The migration files, and stock yoyo that applies them."""
