"""Helpers of the tests: the server, commands, facts, and the chain of migrations."""
