-- Reverses 20251104000025-security-classify-audit-and-compliance.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'audit_logs',
    'phi_disclosures',
    'phi_disclosure_audits',
    'consent_forms',
    'consent_signatures',
    'compliance_reports',
    'compliance_checklist_items',
    'compliance_violations',
    'remediation_actions',
    'policy_documents',
    'policy_acknowledgments',
    'data_retention_policies'
);
