-- Reverses 20251104000025-security-classify-appointments-and-incidents.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'appointments',
    'appointment_reminders',
    'appointment_waitlist',
    'incident_reports',
    'witness_statements',
    'follow_up_actions',
    'follow_up_appointments'
);
