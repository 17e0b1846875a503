"""wcdb pages: the built database as files that a reviewer reads and a change shows up in."""
