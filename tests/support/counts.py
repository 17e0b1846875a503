"""How much there is of each thing, once: a test that counts says what it expects by these names."""

TABLES = 94
VIEWS = 92
ENUMS = 123
COLUMNS = 1616
PHI_COLUMNS = 399
ENCRYPTED_COLUMNS = 23
# Tables of a student, with soft delete; tables that hang on one that has a tenant.
OF_A_STUDENT = 30
WITH_A_TENANT_OF_A_PARENT = 34
FENCED = 57
MASKED = 35
AUDITED = 54
