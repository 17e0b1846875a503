-- Reverses 20251104000028-security-rls-policies.
--
-- Data loss: none. But from here on every role with a grant sees every row: stop the sessions of
--            whitecross_app, _district and _admin first.

SET LOCAL lock_timeout = '5s';

DO $block$
DECLARE
    v_table regclass;
BEGIN
    FOR v_table IN
        SELECT format('public.%I', t.table_name)::regclass
        FROM phi.tables AS t
        WHERE (t.holds_phi OR t.tenant_rule <> 'NONE') AND t.tenant_rule <> 'SPECIAL'
        ORDER BY t.table_name DESC
    LOOP
        PERFORM phi.fence_detach(v_table);
    END LOOP;
END
$block$;

DROP FUNCTION phi.fence_detach(regclass);
DROP FUNCTION phi.fence_attach(regclass);
DROP FUNCTION phi.fence_trusted(regclass);
DROP FUNCTION phi.policy_create(regclass, text, text, text, text, text, text);
