-- Reverses 20261122000002-views-sequelize-core-and-students.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.contacts;
DROP VIEW sequelize.emergency_contacts;
DROP VIEW sequelize.students;
DROP VIEW sequelize.users;
DROP VIEW sequelize.schools;
DROP VIEW sequelize.districts;
