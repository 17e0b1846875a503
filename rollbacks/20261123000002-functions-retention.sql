-- Reverses 20261123000002-functions-retention.
--
-- Data loss: every legal hold and the record of all removals; export both first. Do not run this
--            rollback while a legal hold is in force.

DELETE FROM phi.grants AS g
WHERE g.object_name IN ('phi.legal_holds', 'phi.retention_runs');

DROP FUNCTION phi.retention_cutoff(public.retention_category, timestamptz);
DROP FUNCTION phi.retention_floor();
DROP FUNCTION phi.guarded_tables();
DROP TABLE phi.retention_runs;
DROP FUNCTION phi.retention_runs_finish_only();
DROP TABLE phi.legal_holds;
DROP FUNCTION phi.legal_holds_release_only();

SELECT phi.record_hand_written('phi.legal_holds');
SELECT phi.record_hand_written('phi.retention_runs');
