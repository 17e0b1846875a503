-- The PHI registry: for every column of every table, whether it is PHI and how it is protected.
--
-- What protects the data is built from here and lists nothing of its own: the audit triggers know
-- from the registry which values may stand in the log, the masking views what to show, wcdb phi
-- what to encrypt, the policies who may do what. The files …-security-classify-… fill it,
-- table by table; a table or column that is missing fails the tests with a sentence that says
-- what to write.
--
-- Tables:   phi.tables, phi.columns
-- HIPAA:    no PHI; 45 CFR 164.308(a)(1)(ii)(A), knowing where the information is
-- Locks:    none on existing tables
-- Rollback: drops the schema and the classification, which the next apply writes anew
--
-- depends: 20251104000025-indexes-specialized-vital-signs

CREATE SCHEMA phi;
COMMENT ON SCHEMA phi IS
    'What protects health information: registry, audit, row-level security, disclosures.';

-- ----------------------------------------------------------------------------
-- Types
-- ----------------------------------------------------------------------------

CREATE TYPE phi.access_group AS ENUM (
    'DIRECTORY',
    'IDENTITY',
    'HEALTH',
    'MENTAL_HEALTH',
    'SCHEDULE',
    'INCIDENT',
    'EDUCATION',
    'DISCLOSURE',
    'NOTICE',
    'MESSAGE',
    'STAFF',
    'OPERATIONS',
    'PLATFORM',
    'REFERENCE'
);
COMMENT ON TYPE phi.access_group IS
    'Tables that the same people may use for the same purpose; rights are given by group.';

CREATE TYPE phi.tenant_rule AS ENUM ('SCHOOL', 'SCHOOL_OR_ALL', 'SPECIAL', 'NONE');
COMMENT ON TYPE phi.tenant_rule IS
    'How a row tells its tenant: SCHOOL by school_id; SCHOOL_OR_ALL likewise, but NULL is for '
    'every school; SPECIAL by policies written for the table; NONE if it has no tenant.';

CREATE TYPE phi.legal_regime AS ENUM ('FERPA', 'HIPAA', 'EITHER', 'NONE');
COMMENT ON TYPE phi.legal_regime IS
    'Law a record falls under. Health records kept by a school are mostly education records '
    '(FERPA); EITHER depends on who employs the nurse and bills the care.';

CREATE TYPE phi.mask_rule AS ENUM (
    'SHOW', 'YEAR', 'INITIAL', 'LAST_FOUR', 'DOMAIN', 'ZIP3', 'HIDE'
);
COMMENT ON TYPE phi.mask_rule IS
    'What a masked view shows of a value: SHOW all, YEAR the first of January of its year, INITIAL '
    'the first letter, LAST_FOUR the last four characters, DOMAIN what follows the @, ZIP3 the '
    'first three digits, HIDE NULL.';

CREATE TYPE phi.audit_rule AS ENUM ('CLEAR', 'FINGERPRINT', 'NAME');
COMMENT ON TYPE phi.audit_rule IS
    'What the audit log keeps of a changed value: CLEAR the value, FINGERPRINT a salted hash that '
    'tells whether two values of a record are the same, NAME no more than that it changed.';

CREATE TYPE phi.encryption_rule AS ENUM ('NONE', 'APPLICATION', 'WCDB');
COMMENT ON TYPE phi.encryption_rule IS
    'Who encrypts the column: nobody, the application before it writes, or wcdb phi.';

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------
-- By name, not by oid: a classification is written before and outlives the table it is about.

CREATE TABLE phi.tables (
    table_name         name             NOT NULL,
    access_group       phi.access_group NOT NULL,
    tenant_rule        phi.tenant_rule  NOT NULL,
    student_column     name,
    holds_phi          boolean          NOT NULL,
    is_audited         boolean          NOT NULL,
    legal_regime       phi.legal_regime NOT NULL,
    retention_category public.retention_category,

    CONSTRAINT tables_pkey
        PRIMARY KEY (table_name),
    CONSTRAINT tables_phi_has_a_legal_regime_check
        CHECK (NOT holds_phi OR legal_regime <> 'NONE'),
    CONSTRAINT tables_phi_is_no_reference_check
        CHECK (NOT holds_phi OR access_group <> 'REFERENCE')
);

COMMENT ON TABLE phi.tables IS
    'Every table of schema public: whose rows they are, who may use them, what law they are under.';
COMMENT ON COLUMN phi.tables.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.tables.access_group IS 'Group by which phi.access gives rights.';
COMMENT ON COLUMN phi.tables.tenant_rule IS 'How a row tells its tenant.';
COMMENT ON COLUMN phi.tables.student_column IS
    'Column with the student a row is about, which the audit log keeps; NULL if there is none.';
COMMENT ON COLUMN phi.tables.holds_phi IS 'TRUE if any column is PHI.';
COMMENT ON COLUMN phi.tables.is_audited IS
    'TRUE if triggers log every change: all PHI, and what decides over access to it.';
COMMENT ON COLUMN phi.tables.legal_regime IS 'Law its rows fall under.';
COMMENT ON COLUMN phi.tables.retention_category IS
    'Class of data_retention_policies that says how long rows are kept; NULL if none does.';

-- ----------------------------------------------------------------------------
-- phi.columns
-- ----------------------------------------------------------------------------

CREATE TABLE phi.columns (
    table_name  name                NOT NULL,
    column_name name                NOT NULL,
    is_phi      boolean             NOT NULL,
    mask        phi.mask_rule       NOT NULL,
    audit       phi.audit_rule      NOT NULL,
    encryption  phi.encryption_rule NOT NULL,

    CONSTRAINT columns_pkey
        PRIMARY KEY (table_name, column_name),
    CONSTRAINT columns_table_name_fkey
        FOREIGN KEY (table_name) REFERENCES phi.tables (table_name)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT columns_encrypted_is_not_logged_in_clear_check
        CHECK (encryption = 'NONE' OR audit <> 'CLEAR'),
    CONSTRAINT columns_encrypted_is_not_shown_check
        CHECK (encryption = 'NONE' OR mask <> 'SHOW')
);

COMMENT ON TABLE phi.columns IS
    'Every column of every table of schema public: whether it is PHI, and how it is protected.';
COMMENT ON COLUMN phi.columns.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.columns.column_name IS 'Column of that table.';
COMMENT ON COLUMN phi.columns.is_phi IS
    'TRUE if the value is health information about a child or identifies one; its comment begins '
    'with PHI.';
COMMENT ON COLUMN phi.columns.mask IS 'What the view of schema masked shows of it.';
COMMENT ON COLUMN phi.columns.audit IS 'What the audit log keeps of it.';
COMMENT ON COLUMN phi.columns.encryption IS 'Who encrypts it.';

-- ----------------------------------------------------------------------------
-- phi.classification
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.classification(p_table regclass)
RETURNS phi.tables
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table phi.tables;
BEGIN
    SELECT t.* INTO v_table
    FROM phi.tables AS t
    INNER JOIN pg_catalog.pg_class AS c ON t.table_name = c.relname
    WHERE c.oid = p_table;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'table % is not classified: insert it into phi.tables and phi.columns',
            p_table;
    END IF;
    RETURN v_table;
END
$function$;

COMMENT ON FUNCTION phi.classification(regclass) IS
    'The row of phi.tables about a table, for what is built from it; an error if there is none.';

REVOKE EXECUTE ON FUNCTION phi.classification(regclass) FROM public;
