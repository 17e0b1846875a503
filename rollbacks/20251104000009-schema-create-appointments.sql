-- Reverses 20251104000009-schema-create-appointments.
--
-- Data loss: every appointment, reminder and waiting-list entry; which appointment vital signs
--            were taken in.

-- ----------------------------------------------------------------------------
-- Forward reference of slot 06
-- ----------------------------------------------------------------------------
-- The values go too: applied again, the foreign key would find nothing it points at.

ALTER TABLE vital_signs DROP CONSTRAINT vital_signs_appointment_id_fkey;

UPDATE vital_signs
SET appointment_id = NULL
WHERE appointment_id IS NOT NULL;

DROP TABLE appointment_waitlist;
DROP TABLE appointment_reminders;
DROP TABLE appointments;

DROP FUNCTION set_school_id_from_appointment();
