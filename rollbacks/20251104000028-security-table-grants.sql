-- Reverses 20251104000028-security-table-grants.
--
-- Data loss: none. Stop the sessions of the application first: from here on it is refused.

SET LOCAL lock_timeout = '5s';

DELETE FROM phi.callers AS c
WHERE
    c.function_name IN (
        'phi.my_user()',
        'phi.my_id()',
        'phi.my_school()',
        'phi.my_schools()',
        'phi.my_conversations()',
        'phi.my_messages()',
        'phi.is_admin()',
        'phi.may(phi.access_group,text)',
        'phi.may_students(phi.access_group,text)',
        'phi.break_glass(uuid,text,uuid,integer)',
        'phi.break_glass_end(uuid)'
    );

SELECT phi.protect_functions();

DELETE FROM phi.grants AS g
WHERE
    g.object_name IN (
        'phi',
        'phi.tables',
        'phi.columns',
        'phi.access',
        'phi.break_glass_grants'
    );

SELECT phi.protect_grants();

DROP FUNCTION phi.grants_source(regclass);

SELECT phi.protect_all();
