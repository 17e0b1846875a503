-- Classifies the academic transcripts of students and the modules of staff training.
--
-- Transcripts are education records (FERPA). They count as PHI because they are stored together
-- with health records.
--
-- Tables:   training_modules, academic_transcripts
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): academic_transcripts
--           holds PHI
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-schema-phi-registry

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('training_modules',     'STAFF',     'NONE',   NULL,
    FALSE, FALSE, 'NONE',  NULL),
('academic_transcripts', 'EDUCATION', 'SCHOOL', 'student_id',
    TRUE,  TRUE,  'FERPA', 'STUDENT_RECORDS');

-- ----------------------------------------------------------------------------
-- training_modules
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('training_modules', 'id',               FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'title',            FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'description',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'content',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'duration',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'category',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'is_required',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'sort_order',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'attachments',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'completion_count', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'created_at',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('training_modules', 'updated_at',       FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- academic_transcripts
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('academic_transcripts', 'id',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('academic_transcripts', 'school_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('academic_transcripts', 'student_id',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('academic_transcripts', 'academic_year', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('academic_transcripts', 'semester',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('academic_transcripts', 'grade',         TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('academic_transcripts', 'gpa',           TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('academic_transcripts', 'subjects',      TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('academic_transcripts', 'attendance',    TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('academic_transcripts', 'behavior',      TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('academic_transcripts', 'imported_by',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('academic_transcripts', 'imported_at',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- A file name may contain the name of a student.
('academic_transcripts', 'import_source', FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('academic_transcripts', 'metadata',      TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('academic_transcripts', 'created_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('academic_transcripts', 'updated_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('academic_transcripts', 'deleted_at',    FALSE, 'SHOW', 'CLEAR',       'NONE');
