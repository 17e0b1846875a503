-- Reverses 20251104000020-schema-create-followups.
--
-- Data loss: every follow-up action and appointment.

DROP TABLE follow_up_appointments;
DROP TABLE follow_up_actions;
