-- Grants on the application's views.
--
-- The views of schema sequelize have security_invoker: a role that uses a view also needs the grant
-- on its table, and sees the same rows as there. The present backend logs in as a member of
-- whitecross_service.
--
-- Views:    all views of schema sequelize
-- HIPAA:    45 CFR 164.312(a)(1), access control
-- Locks:    none that reads or writes wait for
-- Rollback: revokes the grants; the application then gets "permission denied"
--
-- depends: 20261123000008-views-breach-and-access

SET LOCAL lock_timeout = '5s';

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason) VALUES
('SCHEMA', 'sequelize', 'whitecross_service', 'USAGE', 'Uses the application''s views'),
('SCHEMA', 'sequelize', 'whitecross_app', 'USAGE', 'Uses the application''s views'),
('SCHEMA', 'sequelize', 'whitecross_district', 'USAGE', 'Uses the application''s views'),
('SCHEMA', 'sequelize', 'whitecross_admin', 'USAGE', 'Uses the application''s views');

SELECT phi.protect_grants();

-- ----------------------------------------------------------------------------
-- phi.views_source: the grants that the application's views of a table should have
-- ----------------------------------------------------------------------------
-- On the view of allergies:
--     GRANT DELETE, INSERT, SELECT, UPDATE ON sequelize.allergies TO whitecross_service
--     GRANT INSERT, SELECT, UPDATE ON sequelize.allergies TO whitecross_app

CREATE FUNCTION phi.views_source(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        'GRANT'::phi.protection_kind,
        v.relation,
        g.grantee,
        format('GRANT %s ON %s TO %s', g.privileges, v.relation, g.grantee),
        NULL
    FROM phi.protected_relations(p_table) AS v
    CROSS JOIN (
        VALUES
        ('whitecross_service', 'DELETE, INSERT, SELECT, UPDATE'),
        ('whitecross_admin', 'INSERT, SELECT, UPDATE'),
        ('whitecross_app', 'INSERT, SELECT, UPDATE'),
        ('whitecross_district', 'INSERT, SELECT, UPDATE')
    ) AS g (grantee, privileges)
    WHERE v.schema_name = 'sequelize'
$function$;

COMMENT ON FUNCTION phi.views_source(regclass) IS
    'The grants on the application''s views of a table that each group role should have.';

REVOKE EXECUTE ON FUNCTION phi.views_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- Every view
-- ----------------------------------------------------------------------------

SELECT phi.protect_all();
