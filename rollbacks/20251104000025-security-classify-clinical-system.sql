-- Reverses 20251104000025-security-classify-clinical-system.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'clinic_visits',
    'clinical_notes',
    'clinical_protocols',
    'lab_results',
    'medical_history',
    'mental_health_records',
    'treatment_plans'
);
