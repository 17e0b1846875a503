-- Reverses 20251104000025-security-classify-medications.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'drug_catalog',
    'drug_interactions',
    'medications',
    'student_medications',
    'medication_logs',
    'prescriptions',
    'student_drug_allergies'
);
