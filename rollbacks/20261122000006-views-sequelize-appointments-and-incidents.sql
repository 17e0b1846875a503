-- Reverses 20261122000006-views-sequelize-appointments-and-incidents.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.follow_up_appointments;
DROP VIEW sequelize.follow_up_actions;
DROP VIEW sequelize.witness_statements;
DROP VIEW sequelize.incident_reports;
DROP VIEW sequelize.appointment_waitlist;
DROP VIEW sequelize.appointment_reminders;
DROP VIEW sequelize.appointments;
