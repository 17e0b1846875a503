-- Reverses 20251104000024-indexes-performance-phi-disclosures.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS phi_disclosures_school_id_follow_up_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS phi_disclosures_school_id_purpose_disclosure_date_idx;
