-- Reverses 20251104000025-security-classify-academic-and-training.
--
-- Data loss: the classification of these tables, which the next apply writes anew.

DELETE FROM phi.tables
WHERE table_name IN (
    'training_modules',
    'academic_transcripts'
);
