-- Reverses 20261123000007-schema-create-breach.
--
-- Data loss: every assessment, list of individuals and record of a notice. 45 CFR 164.414 requires
--            them as proof for six years: save them first with pg_dump -t "phi.breach_*".

DELETE FROM phi.callers AS c
WHERE c.function_name = 'phi.breach_reported(jsonb)';

DELETE FROM phi.grants AS g
WHERE
    g.object_name IN (
        'phi.breach_settings',
        'phi.breach_assessments',
        'phi.breach_windows',
        'phi.breach_individuals',
        'phi.breach_notices'
    );

DROP FUNCTION phi.breach_collect_reported(uuid);
DROP FUNCTION phi.breach_reported(jsonb);
DROP FUNCTION phi.breach_collect(uuid, uuid, timestamptz, timestamptz, name);

DROP TABLE phi.breach_notices;
DROP TABLE phi.breach_individuals;
DROP TABLE phi.breach_windows;
DROP TABLE phi.breach_assessments;
DROP TABLE phi.breach_settings;

SELECT phi.record_hand_written('phi.breach_notices');
SELECT phi.record_hand_written('phi.breach_individuals');
SELECT phi.record_hand_written('phi.breach_windows');
SELECT phi.record_hand_written('phi.breach_assessments');
SELECT phi.record_hand_written('phi.breach_settings');

DROP TYPE phi.breach_notice_kind;
DROP TYPE phi.breach_notice_method;
DROP TYPE phi.breach_source;
DROP TYPE phi.breach_conclusion;
DROP TYPE phi.breach_risk;
