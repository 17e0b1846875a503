-- Academic transcripts imported from the student information system.
--
-- Tables:   academic_transcripts
-- HIPAA:    education records (FERPA) that identify a student; treated as PHI
-- Locks:    none on existing tables
-- Rollback: drops the table and its rows
--
-- depends: 20251104000022-schema-create-training

-- ----------------------------------------------------------------------------
-- academic_transcripts
-- ----------------------------------------------------------------------------
-- These are education records under FERPA, protected here like health data.
-- academic_year, semester and grade are free text because their formats differ by school system.

CREATE TABLE academic_transcripts (
    id            uuid          NOT NULL DEFAULT gen_random_uuid(),
    school_id     uuid,
    student_id    uuid          NOT NULL,
    academic_year varchar(20)   NOT NULL,
    semester      varchar(20)   NOT NULL,
    grade         varchar(10)   NOT NULL,
    gpa           numeric(3, 2) NOT NULL DEFAULT 0,
    subjects      jsonb         NOT NULL DEFAULT '[]',
    attendance    jsonb         NOT NULL
        DEFAULT '{"totalDays":0,"presentDays":0,"absentDays":0,"tardyDays":0,"attendanceRate":0}',
    behavior      jsonb         NOT NULL
        DEFAULT '{"conductGrade":"N/A","incidents":0,"commendations":0}',
    imported_by   uuid,
    imported_at   timestamptz,
    import_source varchar(100),
    metadata      jsonb,
    created_at    timestamptz   NOT NULL DEFAULT now(),
    updated_at    timestamptz   NOT NULL DEFAULT now(),
    deleted_at    timestamptz,

    CONSTRAINT academic_transcripts_pkey
        PRIMARY KEY (id),
    CONSTRAINT academic_transcripts_student_id_academic_year_semester_key
        UNIQUE (student_id, academic_year, semester),
    CONSTRAINT academic_transcripts_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT academic_transcripts_imported_by_fkey
        FOREIGN KEY (imported_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT academic_transcripts_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT academic_transcripts_academic_year_not_blank_check
        CHECK (btrim(academic_year) <> ''),
    CONSTRAINT academic_transcripts_semester_not_blank_check
        CHECK (btrim(semester) <> ''),
    CONSTRAINT academic_transcripts_gpa_not_negative_check
        CHECK (gpa >= 0),
    CONSTRAINT academic_transcripts_subjects_is_array_check
        CHECK (jsonb_typeof(subjects) = 'array'),
    CONSTRAINT academic_transcripts_attendance_is_object_check
        CHECK (jsonb_typeof(attendance) = 'object'),
    CONSTRAINT academic_transcripts_behavior_is_object_check
        CHECK (jsonb_typeof(behavior) = 'object')
);

COMMENT ON TABLE academic_transcripts IS
    'PHI: Academic results of one student in one semester, imported so that nurses can relate '
    'health to attendance.';
COMMENT ON COLUMN academic_transcripts.id IS 'Primary key.';
COMMENT ON COLUMN academic_transcripts.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN academic_transcripts.student_id IS 'Student whose results these are.';
COMMENT ON COLUMN academic_transcripts.academic_year IS
    'School year as the source writes it (2024-2025).';
COMMENT ON COLUMN academic_transcripts.semester IS 'Semester or term as the source names it.';
COMMENT ON COLUMN academic_transcripts.grade IS 'PHI: Grade as the source states it, free text.';
COMMENT ON COLUMN academic_transcripts.gpa IS
    'PHI: Grade point average of the semester, on the school''s own scale.';
COMMENT ON COLUMN academic_transcripts.subjects IS
    'PHI: JSON array of the courses with their results.';
COMMENT ON COLUMN academic_transcripts.attendance IS
    'PHI: JSON object with the numbers of days and the attendance rate of the semester.';
COMMENT ON COLUMN academic_transcripts.behavior IS
    'PHI: JSON object with the conduct grade and the numbers of incidents and commendations.';
COMMENT ON COLUMN academic_transcripts.imported_by IS 'User who ran the import.';
COMMENT ON COLUMN academic_transcripts.imported_at IS 'Time when the results were imported.';
COMMENT ON COLUMN academic_transcripts.import_source IS
    'System or file from which the results came, free text.';
COMMENT ON COLUMN academic_transcripts.metadata IS
    'PHI: Further data from the source; JSON without a fixed structure.';
COMMENT ON COLUMN academic_transcripts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN academic_transcripts.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN academic_transcripts.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX academic_transcripts_school_id_academic_year_idx
    ON academic_transcripts (school_id, academic_year);
CREATE INDEX academic_transcripts_imported_by_idx ON academic_transcripts (imported_by)
    WHERE imported_by IS NOT NULL;

CREATE TRIGGER academic_transcripts_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON academic_transcripts
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE academic_transcripts ENABLE ALWAYS TRIGGER academic_transcripts_100_school_id;

CREATE TRIGGER academic_transcripts_200_updated_at
BEFORE UPDATE ON academic_transcripts
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
