-- Reverses 20261123000010-security-revoke-temporary.
--
-- Data loss: none. Afterwards any login may create temporary objects, as PostgreSQL has it.

DELETE FROM phi.grants AS g
WHERE g.object_kind = 'DATABASE';

SELECT phi.protect_grants();

DO $block$
BEGIN
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
END
$block$;
