-- Reverses 20251104000028-views-masked.
--
-- Data loss: none.

DROP FUNCTION phi.mask_source(regclass);

SELECT phi.protect_all();

DROP FUNCTION phi.mask_expression(name, oid, integer, phi.mask_rule);

DELETE FROM phi.grants AS g
WHERE g.object_kind = 'SCHEMA' AND g.object_name = 'masked';

DROP SCHEMA masked;
