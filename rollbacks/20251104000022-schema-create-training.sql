-- Reverses 20251104000022-schema-create-training.
--
-- Data loss: every training module.

DROP TABLE training_modules;
