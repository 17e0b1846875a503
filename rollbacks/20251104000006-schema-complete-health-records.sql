-- Reverses 20251104000006-schema-complete-health-records.
--
-- Data loss: every vaccination, screening, growth measurement and vital sign.

DROP TABLE vital_signs;
DROP TABLE growth_tracking;
DROP TABLE growth_measurements;
DROP TABLE health_screenings;
DROP TABLE screenings;
DROP TABLE immunizations;
DROP TABLE vaccinations;
