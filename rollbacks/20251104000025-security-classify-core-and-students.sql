-- Reverses 20251104000025-security-classify-core-and-students.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'districts',
    'schools',
    'users',
    'students',
    'emergency_contacts',
    'contacts'
);
