-- Reverses 20261122000003-views-sequelize-health-records.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.vital_signs;
DROP VIEW sequelize.growth_tracking;
DROP VIEW sequelize.health_screenings;
DROP VIEW sequelize.immunizations;
DROP VIEW sequelize.vaccinations;
DROP VIEW sequelize.chronic_conditions;
DROP VIEW sequelize.allergies;
DROP VIEW sequelize.health_records;
