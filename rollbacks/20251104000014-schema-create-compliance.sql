-- Reverses 20251104000014-schema-create-compliance.
--
-- Data loss: every consent, compliance report, violation, policy, acknowledgment and retention
--            policy.

DROP TABLE data_retention_policies;
DROP TABLE policy_acknowledgments;
DROP TABLE policy_documents;
DROP TABLE remediation_actions;
DROP TABLE compliance_violations;
DROP TABLE compliance_checklist_items;
DROP TABLE compliance_reports;
DROP TABLE consent_signatures;
DROP TABLE consent_forms;
