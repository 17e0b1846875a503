-- Reverses 20251104000025-security-classify-academic-and-training.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'training_modules',
    'academic_transcripts'
);
