-- Reverses 20261123000006-triggers-refuse-hard-delete.
--
-- Data loss: none; but a DELETE of the application deletes for good from then on.

SET LOCAL lock_timeout = '5s';

DO $block$
DECLARE
    v_table name;
BEGIN
    FOR v_table IN SELECT g.table_name FROM phi.guarded_tables() AS g LOOP
        PERFORM phi.guard_detach(format('public.%I', v_table));
    END LOOP;
END
$block$;

DROP FUNCTION phi.guard_detach(regclass);
DROP FUNCTION phi.guard_attach(regclass);
DROP FUNCTION phi.guard_views(regclass);
DROP FUNCTION phi.soft_delete();
DROP FUNCTION phi.refuse_hard_delete();
