-- Reverses 20251104000009-schema-create-appointments.
--
-- Data loss: every appointment, reminder and waiting-list entry; the links from vital signs to
--            the appointment at which they were taken.

-- ----------------------------------------------------------------------------
-- Foreign key of vital_signs (created in 20251104000006)
-- ----------------------------------------------------------------------------
-- The values are cleared too. Otherwise the foreign key could not be added again: the rows it
-- points to are gone.

ALTER TABLE vital_signs DROP CONSTRAINT vital_signs_appointment_id_fkey;

UPDATE vital_signs
SET appointment_id = NULL
WHERE appointment_id IS NOT NULL;

DROP TABLE appointment_waitlist;
DROP TABLE appointment_reminders;
DROP TABLE appointments;

DROP FUNCTION set_school_id_from_appointment();
