-- Reverses 20251104000028-views-masked.
--
-- Data loss: none.

DO $block$
DECLARE
    v_table name;
BEGIN
    FOR v_table IN
        SELECT c.relname
        FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace = 'masked'::regnamespace AND c.relkind = 'v'
        ORDER BY c.relname DESC
    LOOP
        EXECUTE format('DROP VIEW masked.%I', v_table);
        EXECUTE format('REVOKE ALL ON public.%I FROM whitecross_masker', v_table);
    END LOOP;
END
$block$;

DROP FUNCTION phi.mask_attach(regclass);
DROP FUNCTION phi.mask_expression(name, text, phi.mask_rule);

DROP SCHEMA masked;
