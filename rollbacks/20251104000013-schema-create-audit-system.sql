-- Reverses 20251104000013-schema-create-audit-system.
--
-- Data loss: the whole audit log and the accounting of disclosures. HIPAA requires both for six
--            years: archive them first (pg_dump -t "audit_logs*" -t "phi_disclosure*").

DROP TABLE phi_disclosure_audits;
DROP TABLE phi_disclosures;
DROP TABLE audit_logs;

DROP FUNCTION audit_logs_create_partitions(date, integer);
DROP FUNCTION audit_logs_refuse_change();
DROP FUNCTION set_school_id_from_phi_disclosure();
