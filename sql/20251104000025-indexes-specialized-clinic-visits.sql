-- Visits by symptom and by reason, to watch an outbreak, and visits of all schools by time.
--
-- The BRIN index keeps one entry for every 16 pages: a few kilobytes in all, and almost no extra
-- work for an INSERT.
--
-- Tables:   clinic_visits
-- HIPAA:    the indexes are a second copy of PHI: symptoms, reason_for_visit, check_in_time
-- Locks:    SHARE UPDATE EXCLUSIVE on clinic_visits: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-cache-entries

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_symptoms_idx;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_reason_for_visit_idx;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_check_in_time_brin_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY clinic_visits_symptoms_idx
    ON clinic_visits USING gin (symptoms jsonb_path_ops)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX clinic_visits_symptoms_idx IS
    'Visits with one symptom: symptoms @> $1.';

CREATE INDEX CONCURRENTLY clinic_visits_reason_for_visit_idx
    ON clinic_visits USING gin (reason_for_visit jsonb_path_ops)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX clinic_visits_reason_for_visit_idx IS
    'Visits for one reason: reason_for_visit @> $1.';

CREATE INDEX CONCURRENTLY clinic_visits_check_in_time_brin_idx
    ON clinic_visits USING brin (check_in_time)
    WITH (pages_per_range = 16);
COMMENT ON INDEX clinic_visits_check_in_time_brin_idx IS
    'Visits of all schools in a time range; rows are inserted in about this order.';

ANALYZE clinic_visits;
