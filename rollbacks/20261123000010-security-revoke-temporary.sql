-- Reverses 20261123000010-security-revoke-temporary.
--
-- Data loss: none. Afterwards any login may create temporary objects, as PostgreSQL has it.

DO $block$
BEGIN
    EXECUTE format(
        'REVOKE TEMPORARY ON DATABASE %I FROM whitecross_service', current_database()
    );
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
END
$block$;
