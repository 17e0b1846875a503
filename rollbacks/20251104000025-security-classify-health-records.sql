-- Reverses 20251104000025-security-classify-health-records.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'health_records',
    'allergies',
    'chronic_conditions',
    'vaccinations',
    'immunizations',
    'screenings',
    'health_screenings',
    'growth_measurements',
    'growth_tracking',
    'vital_signs'
);
