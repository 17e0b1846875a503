-- The PHI registry: for every column of every table, whether it is PHI and how it is protected.
--
-- All protection is built from these two tables and keeps no list of its own. They tell the audit
-- triggers which values to log, the masked views which values to show, wcdb phi which columns to
-- encrypt, and the policies which access group a table belongs to. The files …-security-classify-…
-- fill the registry table by table. A test fails for each table or column that is missing and says
-- what to write.
--
-- Tables:   phi.tables, phi.columns
-- HIPAA:    no PHI; 45 CFR 164.308(a)(1)(ii)(A), risk analysis: the registry says where PHI is
-- Locks:    none on existing tables
-- Rollback: drops the schema and the classification; the next apply writes both again
--
-- depends: 20251104000025-indexes-specialized-vital-signs

CREATE SCHEMA phi;
COMMENT ON SCHEMA phi IS
    'Protection of health information: registry, audit, encryption, row-level security, breaches.';

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
    'Group of tables that the same people use for the same purpose. phi.access grants rights by '
    'group.';

CREATE TYPE phi.tenant_rule AS ENUM ('SCHOOL', 'SCHOOL_OR_ALL', 'SPECIAL', 'NONE');
COMMENT ON TYPE phi.tenant_rule IS
    'Rule that finds the tenant of a row. SCHOOL: school_id. SCHOOL_OR_ALL: school_id, where NULL '
    'means every school. SPECIAL: policies written by hand for the table. NONE: no tenant.';

CREATE TYPE phi.legal_regime AS ENUM ('FERPA', 'HIPAA', 'EITHER', 'NONE');
COMMENT ON TYPE phi.legal_regime IS
    'Law that applies to a record. Health records kept by a school are usually education records '
    '(FERPA). EITHER: it depends on who employs the nurse and bills for the care.';

CREATE TYPE phi.mask_rule AS ENUM (
    'SHOW', 'YEAR', 'INITIAL', 'LAST_FOUR', 'DOMAIN', 'ZIP3', 'HIDE'
);
COMMENT ON TYPE phi.mask_rule IS
    'Part of a value that a masked view shows. SHOW: all of it. YEAR: January 1 of its year. '
    'INITIAL: the first letter. LAST_FOUR: the last four characters. DOMAIN: the text after the @. '
    'ZIP3: the first three digits. HIDE: NULL.';

CREATE TYPE phi.audit_rule AS ENUM ('CLEAR', 'FINGERPRINT', 'NAME');
COMMENT ON TYPE phi.audit_rule IS
    'Form in which the audit log keeps a changed value. CLEAR: the value. FINGERPRINT: a salted '
    'hash, which shows whether two values of a record are equal. NAME: only the fact that the '
    'column changed.';

CREATE TYPE phi.encryption_rule AS ENUM ('NONE', 'APPLICATION', 'WCDB');
COMMENT ON TYPE phi.encryption_rule IS
    'Encryption of a column. NONE: not encrypted. APPLICATION: the application encrypts before it '
    'writes. WCDB: wcdb phi encrypts.';

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------
-- The key is the name and not the oid of the table, because the classification may exist before the
-- table and outlives it.

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
    'Every table of schema public: its tenant, its access group and the law that applies to it.';
COMMENT ON COLUMN phi.tables.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.tables.access_group IS 'Group of tables by which phi.access grants rights.';
COMMENT ON COLUMN phi.tables.tenant_rule IS 'Rule that finds the tenant of a row.';
COMMENT ON COLUMN phi.tables.student_column IS
    'Column with the id of the student whom a row concerns; the audit log copies it. NULL if none.';
COMMENT ON COLUMN phi.tables.holds_phi IS 'TRUE if any column is PHI.';
COMMENT ON COLUMN phi.tables.is_audited IS
    'TRUE if triggers log every change: tables with PHI and tables that control access to it.';
COMMENT ON COLUMN phi.tables.legal_regime IS 'Law that applies to the rows.';
COMMENT ON COLUMN phi.tables.retention_category IS
    'Category of data_retention_policies that sets how long rows are kept; NULL if none does.';

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
    'TRUE if the value is health information about a child or identifies one. The comment of the '
    'column then begins with PHI.';
COMMENT ON COLUMN phi.columns.mask IS 'Part of the value that the view in schema masked shows.';
COMMENT ON COLUMN phi.columns.audit IS 'Form in which the audit log keeps a changed value.';
COMMENT ON COLUMN phi.columns.encryption IS 'Component that encrypts the value, or NONE.';

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
    INNER JOIN pg_class AS c ON t.table_name = c.relname
    WHERE c.oid = p_table AND c.relnamespace = 'public'::regnamespace;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'table % is not classified: insert it into phi.tables and phi.columns',
            p_table
            USING HINT = 'The registry classifies tables of schema public only.';
    END IF;
    RETURN v_table;
END
$function$;

COMMENT ON FUNCTION phi.classification(regclass) IS
    'Returns the row of phi.tables for a table; raises an error if the table is not classified.';

REVOKE EXECUTE ON FUNCTION phi.classification(regclass) FROM public;
