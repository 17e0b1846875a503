-- TEMPORARY: who may create temporary objects in this database.
--
-- PostgreSQL gives TEMPORARY to PUBLIC. A login that has it can plant a type or a table in pg_temp
-- under a name that a function of ours might look up, and a function that found it there would run
-- the login's code as the owner. Every function of ours looks in pg_catalog first; taking
-- TEMPORARY away is the second lock on the same door.
--
-- whitecross_service keeps it: Sequelize's findOrCreate creates a function in pg_temp. The owner of
-- the database keeps it too (wcdb sample creates functions there). No other role needs it.
--
-- CREATE DATABASE ... TEMPLATE and pg_restore without --create do not carry the privileges of a
-- database along: after either, wcdb posture names the statement to repeat, and SELECT
-- phi.protect_grants() gives whitecross_service its right again.
--
-- Roles:    PUBLIC loses TEMPORARY, whitecross_service gets it
-- HIPAA:    45 CFR 164.312(a)(1), access control
-- Locks:    none; sessions that have a temporary object already keep it until they end
-- Rollback: gives TEMPORARY back to PUBLIC
--
-- depends: 20261123000009-security-grants-views

DO $block$
DECLARE
    v_database name := current_database();
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', v_database);

    -- A role that does not own the database gets a warning from REVOKE, not an error.
    IF has_database_privilege('public', v_database, 'TEMPORARY') THEN
        RAISE EXCEPTION 'PUBLIC still has TEMPORARY on database %', v_database
            USING
                ERRCODE = 'insufficient_privilege',
                HINT = format(
                    'Apply this migration as the owner of the database, %s, or as a member of it.',
                    (
                        SELECT d.datdba::regrole
                        FROM pg_database AS d
                        WHERE d.datname = v_database
                    )
                );
    END IF;
END
$block$;

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason) VALUES
('DATABASE', '', 'whitecross_service', 'TEMPORARY', 'Sequelize: findOrCreate creates a function');

SELECT phi.protect_grants();
