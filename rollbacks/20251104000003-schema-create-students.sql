-- Reverses 20251104000003-schema-create-students.
--
-- Data loss: every student and contact. Only a backup brings them back.

DROP TABLE contacts;
DROP TABLE emergency_contacts;
DROP TABLE students;

DROP FUNCTION spread_first_school_id();
DROP FUNCTION set_school_id_from_student();
