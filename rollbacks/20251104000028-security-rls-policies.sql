-- Reverses 20251104000028-security-rls-policies.
--
-- Data loss: none. But from here on every role with a grant sees every row: stop the sessions of
--            whitecross_app, _district and _admin first.

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The policies written by hand
-- ----------------------------------------------------------------------------

DROP POLICY compliance_violations_select_auditor ON compliance_violations;
DROP POLICY phi_disclosure_audits_select_auditor ON phi_disclosure_audits;
DROP POLICY phi_disclosures_select_auditor ON phi_disclosures;
DROP POLICY mental_health_records_fence_confidentiality ON mental_health_records;

SELECT phi.record_hand_written('public.compliance_violations');
SELECT phi.record_hand_written('public.phi_disclosure_audits');
SELECT phi.record_hand_written('public.phi_disclosures');
SELECT phi.record_hand_written('public.mental_health_records');

-- ----------------------------------------------------------------------------
-- Every table with PHI or a tenant
-- ----------------------------------------------------------------------------

DROP FUNCTION phi.fence_source(regclass);

SELECT phi.protect_all();
