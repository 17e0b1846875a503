-- Reverses 20251104000024-indexes-performance-threat-detections.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS threat_detections_created_at_unresolved_idx;
