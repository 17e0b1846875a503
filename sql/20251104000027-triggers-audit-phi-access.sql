-- Audit triggers on every table of PHI, and on what decides over access to it.
--
-- Which tables, and what of their columns may stand in the log, says the registry
-- (phi.tables.is_audited, phi.columns.audit). To see what is logged of one table:
--     SELECT phi.audit_source('students');
-- The triggers are <table>_900_audit_insert, _update, _key, _delete and _truncate, ENABLE ALWAYS.
--
-- Tables:   every one with is_audited
-- HIPAA:    45 CFR 164.312(b): who changed what of which child, and when
-- Locks:    SHARE ROW EXCLUSIVE on each table in turn, until the transaction ends: writes wait
--           for as long as this file runs, about a second
-- Rollback: takes the triggers away; changes are no longer logged
--
-- depends: 20251104000027-functions-audit

SET LOCAL lock_timeout = '5s';

DO $block$
DECLARE
    v_table regclass;
    v_tables integer := 0;
BEGIN
    FOR v_table IN
        SELECT format('public.%I', t.table_name)::regclass
        FROM phi.tables AS t
        WHERE t.is_audited
        ORDER BY t.table_name
    LOOP
        PERFORM phi.audit_attach(v_table);
        v_tables := v_tables + 1;
    END LOOP;
    IF v_tables = 0 THEN
        RAISE EXCEPTION 'phi.tables names no audited table: the classification is missing';
    END IF;
END
$block$;
