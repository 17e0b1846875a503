-- Reverses 20251104000005-schema-create-health-records-core.
--
-- Data loss: every health record, allergy and chronic condition.

DROP TABLE chronic_conditions;
DROP TABLE allergies;
DROP TABLE health_records;
