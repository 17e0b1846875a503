"""How much there is of each thing, once: a test that counts says what it expects by these names."""

TABLES = 94
VIEWS = 92
ENUMS = 123
COLUMNS = 1616
PHI_COLUMNS = 399
ENCRYPTED_COLUMNS = 23
