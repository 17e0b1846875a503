-- Reverses 20251104000023-schema-create-academic.
--
-- Data loss: every transcript. They can be imported again from the student information system.

DROP TABLE academic_transcripts;
