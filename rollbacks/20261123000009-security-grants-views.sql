-- Reverses 20261123000009-security-grants-views.
--
-- Data loss: none. Stop the application first: without the grants it gets "permission denied".

SET LOCAL lock_timeout = '5s';

DROP FUNCTION phi.views_source(regclass);

SELECT phi.protect_all();

DELETE FROM phi.grants AS g
WHERE g.object_kind = 'SCHEMA' AND g.object_name = 'sequelize';

SELECT phi.protect_grants();
