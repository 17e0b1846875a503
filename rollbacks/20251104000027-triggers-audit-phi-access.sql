-- Reverses 20251104000027-triggers-audit-phi-access.
--
-- Data loss: none; but changes made while the triggers are away are never logged.

SET LOCAL lock_timeout = '5s';

DO $block$
DECLARE
    v_table regclass;
BEGIN
    FOR v_table IN
        SELECT format('public.%I', t.table_name)::regclass
        FROM phi.tables AS t
        WHERE t.is_audited
        ORDER BY t.table_name DESC
    LOOP
        PERFORM phi.audit_detach(v_table);
    END LOOP;
END
$block$;
