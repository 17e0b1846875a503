-- Reverses 20251104000028-security-rls-special.
--
-- Data loss: none. But from here on every role with a grant sees every row of these tables.

SET LOCAL lock_timeout = '5s';

DO $block$
DECLARE
    v_table regclass;
BEGIN
    FOR v_table IN
        SELECT format('public.%I', t.table_name)::regclass
        FROM phi.tables AS t
        WHERE t.tenant_rule = 'SPECIAL'
        ORDER BY t.table_name DESC
    LOOP
        PERFORM phi.fence_detach(v_table);
    END LOOP;
END
$block$;

DROP FUNCTION phi.my_messages();
DROP FUNCTION phi.my_conversations();
