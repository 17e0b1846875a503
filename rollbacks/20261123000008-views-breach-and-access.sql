-- Reverses 20261123000008-views-breach-and-access.
--
-- Data loss: none. Nobody can read the notification deadlines until the views are back; they run on
--            all the same.

DELETE FROM phi.grants AS g
WHERE
    g.object_name IN (
        'phi.breach_states',
        'phi.breaches',
        'phi.breach_year_list',
        'phi.breach_access',
        'phi.unusual_access'
    );

DELETE FROM phi.callers AS c
WHERE
    c.function_name IN (
        'phi.breach_settings_in_force()',
        'phi.breach_day(timestamp with time zone)',
        'phi.breach_clock(date,bigint,bigint,date)'
    );

DROP VIEW phi.unusual_access;
DROP VIEW phi.breach_access;
DROP VIEW phi.breach_year_list;
DROP VIEW phi.breaches;
DROP VIEW phi.breach_states;

DROP FUNCTION phi.breach_clock(date, bigint, bigint, date);
DROP FUNCTION phi.breach_day(timestamptz);
DROP FUNCTION phi.breach_settings_in_force();
