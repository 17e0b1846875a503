-- Reverses 20261122000009-views-sequelize-audit-and-compliance.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.data_retention_policies;
DROP VIEW sequelize.policy_acknowledgments;
DROP VIEW sequelize.policy_documents;
DROP VIEW sequelize.remediation_actions;
DROP VIEW sequelize.compliance_violations;
DROP VIEW sequelize.compliance_checklist_items;
DROP VIEW sequelize.compliance_reports;
DROP VIEW sequelize.consent_signatures;
DROP VIEW sequelize.consent_forms;
DROP VIEW sequelize.phi_disclosure_audits;
DROP VIEW sequelize.phi_disclosures;
DROP VIEW sequelize.audit_logs;
