-- Sample data: an invented White Cross platform with as many students as wanted.
--
-- Run by 'wcdb sample' as one string in one transaction. Two settings say what to make:
--
--   sample.students   how many students, 10 or more
--   sample.as_of      the day that counts as today, such as 2026-11-02
--
-- The same settings give the same rows, to the byte: nothing here asks for random(), now() or a
-- sequence, so every id and every timestamp is given. Each statement makes a whole table, or a
-- good part of one, in one pass over the students, the schools or a short list.
--
-- Volumes:  per student about 22 rows in some 40 tables, over the 26 weeks before today;
--           per 450 students one school, per school some 280 rows (staff, messages, alerts, stock);
--           besides that some 1,700 rows of reference and system data
-- Privacy:  obviously fictitious. Codes begin with SAMPLE, mail goes to example.org, telephones
--           are 555-01xx. Social Security numbers have the area 000 and provider numbers begin
--           with 9, which are not issued; drug codes have the labeler 00000.
--
-- The columns of an INSERT are named in its head, so the expressions need no alias and may repeat
-- each other. sqlfluff gives up on a file of this length unless told otherwise.
-- noqa: disable=AL03,AL08
-- sqlfluff:max_parse_nodes:0

-- ----------------------------------------------------------------------------
-- Session
-- ----------------------------------------------------------------------------
-- Until the end of the transaction. Times are written in UTC whoever runs this. Compiling the
-- long lists of expressions would take longer than evaluating them.

SET LOCAL search_path = public;
SET LOCAL timezone = 'UTC';
SET LOCAL jit = off;

-- ----------------------------------------------------------------------------
-- Constants
-- ----------------------------------------------------------------------------
-- Declared IMMUTABLE, which is true as long as the two settings do not change, that is in this
-- transaction. The planner then asks once for each statement instead of once for each row.

CREATE OR REPLACE FUNCTION pg_temp.students() RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN current_setting('sample.students')::bigint;

CREATE OR REPLACE FUNCTION pg_temp.schools() RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN greatest(3, (pg_temp.students() + 225) / 450);

CREATE OR REPLACE FUNCTION pg_temp.today() RETURNS date LANGUAGE sql IMMUTABLE
RETURN current_setting('sample.as_of')::date;

-- Midnight of today, and the Monday 26 weeks before this week's, both in seconds.
CREATE OR REPLACE FUNCTION pg_temp.midnight() RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN (pg_temp.today() - '1970-01-01'::date) * 86400::bigint;

CREATE OR REPLACE FUNCTION pg_temp.monday() RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN pg_temp.midnight()
- (extract(ISODOW FROM pg_temp.today())::bigint - 1 + 26 * 7) * 86400;

-- The first of September before today: grades follow the age on that day.
CREATE OR REPLACE FUNCTION pg_temp.september() RETURNS date LANGUAGE sql IMMUTABLE
RETURN make_date(
    extract(YEAR FROM pg_temp.today() - 243)::integer, 9, 1
);

-- ----------------------------------------------------------------------------
-- Tools
-- ----------------------------------------------------------------------------
-- SQL functions of one IMMUTABLE expression, which the planner inlines: a million calls cost no
-- more than the expression. An argument that is used twice must be cheap for that, so they are
-- called with columns and constants. n is the number of a row, salt tells apart the columns.

-- A number from 0 to modulus - 1 that looks random and is not. The hash of the salt is a constant.
CREATE OR REPLACE FUNCTION pg_temp.num(salt text, n bigint, modulus bigint) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN ((hashint8extended(n, hashtextextended(salt, 0)) & 9223372036854775807) % modulus)::integer;

-- True for so many rows in a hundred.
CREATE OR REPLACE FUNCTION pg_temp.chance(salt text, n bigint, percent integer) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN pg_temp.num(salt, n, 100) < percent;

-- The id of the nth thing of a kind, in the form of the random UUIDs that the application makes.
CREATE OR REPLACE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN overlay(overlay(md5(kind || ':' || n::text), '4', 13), '8', 17)::uuid;

-- One value of a list: pick() leaves it to chance, a repeated value comes up more often; turn()
-- takes them one after the other, so that a short table too uses every one.
CREATE OR REPLACE FUNCTION pg_temp.pick(list text[], salt text, n bigint) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN list[1 + pg_temp.num(salt, n, cardinality(list))];

CREATE OR REPLACE FUNCTION pg_temp.turn(list text[], n bigint) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN list[(1 + n % cardinality(list))::integer];

-- A moment in school hours, Monday to Friday, in the 26 weeks before this one.
CREATE OR REPLACE FUNCTION pg_temp.past(salt text, n bigint) RETURNS timestamptz
LANGUAGE sql IMMUTABLE
RETURN to_timestamp(
    pg_temp.monday() + 13 * 3600 + pg_temp.num(salt || ' time', n, 25200)
    + (pg_temp.num(salt, n, 130) / 5 * 7 + pg_temp.num(salt, n, 130) % 5) * 86400
);

-- The same in the six weeks after this one.
CREATE OR REPLACE FUNCTION pg_temp.future(salt text, n bigint) RETURNS timestamptz
LANGUAGE sql IMMUTABLE
RETURN to_timestamp(
    pg_temp.monday() + 27 * 7 * 86400 + 13 * 3600 + pg_temp.num(salt || ' time', n, 25200)
    + (pg_temp.num(salt, n, 30) / 5 * 7 + pg_temp.num(salt, n, 30) % 5) * 86400
);

-- The afternoon so many days ago; of a day to come if negative.
CREATE OR REPLACE FUNCTION pg_temp.ago(days bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE
RETURN to_timestamp(pg_temp.midnight() - 86400 * days + 15 * 3600);

CREATE OR REPLACE FUNCTION pg_temp.first_name(salt text, n bigint) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN pg_temp.pick(
    '{Aaliyah,Adam,Aisha,Alex,Amara,Andre,Anika,Ben,Bianca,Caleb,Camila,Carlos,Chloe,Dana,Daniel,
      Diego,Elena,Eli,Emma,Ethan,Fatima,Finn,Gabriel,Grace,Hana,Henry,Imani,Isaac,Isla,Jada,Jamal,
      Jonah,Julia,Kai,Keiko,Layla,Leo,Lena,Lucia,Malik,Maya,Mei,Mia,Mateo,Nadia,Nina,Noah,Nora,
      Omar,Owen,Priya,Quinn,Rafael,Ravi,Rosa,Ruby,Samir,Sara,Sofia,Tariq,Theo,Uma,Victor,Zoe}',
    salt, n
);

CREATE OR REPLACE FUNCTION pg_temp.last_name(salt text, n bigint) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN pg_temp.pick(
    '{Applewood,Ashgrove,Birchwater,Bramblefield,Briarstone,Brookhaven,Cloudsley,Cobblefield,
      Cottonwood,Cranebrook,Driftwood,Dunmeadow,Elderbrook,Emberton,Fairwater,Fernsby,Foxhollow,
      Goldenrod,Greenhollow,Hazelgrove,Heatherly,Hollybrook,Inkwell,Ivybridge,Juniper,Kettlebrook,
      Lakemont,Larkspur,Lilywhite,Longmeadow,Maplethorpe,Marigold,Meadowlark,Millstone,Mossgrove,
      Nettlefold,Northwind,Oakenshaw,Orchardson,Pebbleton,Pinecrest,Quickthorn,Ravenwood,Redfern,
      Riverstone,Rosewater,Sandhurst,Silverleaf,Snowfield,Springbrook,Stonebridge,Summerhill,
      Sunderwell,Thistledown,Thornbury,Underhill,Vinewood,Wheatley,Whitewater,Willowby,Windermoor,
      Winterbourne,Woodbridge,Yewdale}',
    salt, n
);

CREATE OR REPLACE FUNCTION pg_temp.phone(salt text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN pg_temp.pick('{+1206,+1303,+1415,+1503,+1612,+1718}', salt, n)
|| '55501' || lpad(pg_temp.num(salt || ' line', n, 100)::text, 2, '0');

-- What a nurse might note.
CREATE OR REPLACE FUNCTION pg_temp.remark(salt text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN pg_temp.pick(
    '{Parent called and informed.,Rested for twenty minutes and felt better.,
      Drank water and ate crackers.,Ice pack applied.,Wound cleaned and covered.,
      No further complaints.,Temperature taken twice.,Teacher informed.,
      To be watched for the rest of the day.,Returned to class without complaints.,
      Written notice sent home.,Form is in the binder.,Asked to come back after lunch.}',
    salt, n
);

-- Staff have numbers: the platform's administrator is 1, those of the districts are 11, 12 and so
-- on; of school s the administrator is 100 * s + 1, the counselor + 2, the viewer + 3, and the
-- nurses begin at + 11.
CREATE OR REPLACE FUNCTION pg_temp.admin() RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN pg_temp.id('user', 1);

CREATE OR REPLACE FUNCTION pg_temp.staff(school bigint, place bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE
RETURN pg_temp.id('user', school * 100 + place);

-- ----------------------------------------------------------------------------
-- Schools, staff and students, worked out once
-- ----------------------------------------------------------------------------
-- Elementary, middle and high schools in the ratio 3 to 1 to 2, since they hold 8, 3 and 5
-- of 16 classes. share is the part of its level that goes to a school of the first places: the
-- exponent makes the first schools several times as large as the last.

CREATE TEMPORARY TABLE sample_school ON COMMIT DROP AS
WITH levels AS (
    SELECT
        g.n,
        pg_temp.turn('{ELEMENTARY,MIDDLE,HIGH,ELEMENTARY,HIGH,ELEMENTARY}', g.n - 1) AS level
    FROM generate_series(1, pg_temp.schools()) AS g (n)
),

places AS (
    SELECT
        l.n,
        l.level,
        row_number() OVER (PARTITION BY l.level ORDER BY l.n) AS place,
        count(*) OVER (PARTITION BY l.level)                  AS peers
    FROM levels AS l
)

SELECT
    p.n,
    p.level,
    p.place,
    p.peers,
    1 + (p.n - 1) % 5                         AS district,
    pg_temp.id('school', p.n)                 AS id,
    pg_temp.id('district', 1 + (p.n - 1) % 5) AS district_id,
    (
        pg_temp.students()
        * CASE p.level WHEN 'ELEMENTARY' THEN 8 WHEN 'MIDDLE' THEN 3 ELSE 5 END / 16.0
        * (
            power(p.place / p.peers::float, 1 / 1.3)
            - power((p.place - 1) / p.peers::float, 1 / 1.3)
        )
    )::integer                                AS size
FROM places AS p;

CREATE TEMPORARY TABLE sample_staff ON COMMIT DROP AS
WITH posts AS (
    SELECT
        1::bigint    AS n,
        NULL::bigint AS school,
        NULL::bigint AS district,
        'ADMIN'      AS role,
        'admin'      AS mailbox
    UNION ALL
    SELECT
        10 + g.n,
        NULL,
        g.n,
        'DISTRICT_ADMIN',
        'admin.district' || g.n::text
    FROM generate_series(1, 5) AS g (n)
    UNION ALL
    SELECT
        c.n * 100 + CASE WHEN g.n > 3 THEN 7 ELSE 0 END + g.n,
        c.n,
        c.district,
        (ARRAY['SCHOOL_ADMIN', 'COUNSELOR', 'VIEWER', 'NURSE'])[least(g.n, 4)],
        (ARRAY['admin', 'counselor', 'viewer', 'nurse'])[least(g.n, 4)]
        || CASE WHEN g.n > 3 THEN (g.n - 3)::text ELSE '' END || '.school' || c.n::text
    FROM sample_school AS c
    CROSS JOIN LATERAL generate_series(1, 4 + c.size / 700) AS g (n)
)

SELECT
    p.n,
    row_number() OVER (ORDER BY p.n)                     AS rank,
    pg_temp.id('user', p.n)                              AS id,
    p.school,
    p.district,
    p.role,
    p.mailbox || '@example.org'                          AS email,
    pg_temp.first_name('staff', p.n)                     AS first_name,
    pg_temp.last_name('staff', p.n)                      AS last_name,
    pg_temp.ago(800 + pg_temp.num('employed', p.n, 500)) AS created_at
FROM posts AS p;

-- Cohort is the age on the first of September. One student in 250 has no school yet: the tables
-- that hang on such a student have no tenant key either. nurse is the one who treats, whether or
-- not the student is assigned to anybody; entered is when the student came into the database,
-- before all that follows.

CREATE TEMPORARY TABLE sample_student ON COMMIT DROP AS
WITH levels AS (
    SELECT
        g.n,
        CASE
            WHEN g.n <= 3 THEN pg_temp.turn('{ELEMENTARY,MIDDLE,HIGH}', g.n - 1)
            WHEN pg_temp.num('level', g.n, 16) < 8 THEN 'ELEMENTARY'
            WHEN pg_temp.num('level', g.n, 16) < 11 THEN 'MIDDLE'
            ELSE 'HIGH'
        END AS level
    FROM generate_series(1, pg_temp.students()) AS g (n)
),

places AS (
    SELECT
        l.n,
        l.level,
        1 + floor(
            c.peers * power(pg_temp.num('place', l.n, 1000000) / 1000000.0::float, 1.3)
        )::bigint    AS place,
        CASE l.level
            WHEN 'ELEMENTARY'
                THEN pg_temp.pick('{3,4,4,5,5,5,6,6,6,7,7,7,8,8,8,9,9,9,10,10,10}', 'age', l.n)
            WHEN 'MIDDLE' THEN pg_temp.pick('{11,12,13}', 'age', l.n)
            ELSE pg_temp.pick(
                '{14,14,14,14,15,15,15,15,16,16,16,16,17,17,17,17,18,19,20,21}', 'age', l.n
            )
        END::integer AS cohort
    FROM levels AS l
    INNER JOIN sample_school AS c ON l.level = c.level AND c.place = 1
),

births AS (
    SELECT
        p.n,
        p.cohort,
        c.n                                                          AS school,
        c.id                                                         AS school_id,
        c.district_id,
        c.n * 100 + 11 + pg_temp.num('nurse', p.n, 1 + c.size / 700) AS nurse_n,
        (pg_temp.september() - make_interval(years => p.cohort))::date
        - pg_temp.num('born', p.n, 364)                              AS born
    FROM places AS p
    INNER JOIN sample_school AS c ON p.level = c.level AND p.place = c.place
)

SELECT
    b.n,
    pg_temp.id('student', b.n)                                       AS id,
    b.school,
    CASE WHEN b.n % 250 <> 10 THEN b.school_id END                   AS school_id,
    CASE WHEN b.n % 250 <> 10 THEN b.district_id END                 AS district_id,
    b.nurse_n,
    pg_temp.id('user', b.nurse_n)                                    AS nurse,
    pg_temp.staff(b.school, 1)                                       AS administrator,
    pg_temp.staff(b.school, 2)                                       AS counselor,
    pg_temp.first_name('student', b.n)                               AS first_name,
    pg_temp.last_name('student', b.n)                                AS last_name,
    b.born,
    pg_temp.today() - b.born                                         AS days,
    b.cohort,
    CASE
        WHEN b.cohort < 5 THEN 'PK'
        WHEN b.cohort = 5 THEN 'K'
        WHEN b.cohort < 18 THEN (b.cohort - 5)::text
        ELSE 'TR'
    END                                                              AS grade,
    pg_temp.ago(
        200 + pg_temp.num(
            'entered', b.n, greatest(1, least(500, pg_temp.today() - b.born - 1090))
        )
    )                                                                AS entered,
    -- What grows with age, so that all measurements of a student agree within reason.
    95 + 6 * least(b.cohort - 3, 12) + 2 * least(greatest(b.cohort - 15, 0), 3)
    + pg_temp.num('tall', b.n, 15) - 7                               AS centimetres,
    14 + 0.4 * (b.cohort - 3) + pg_temp.num('stout', b.n, 50) / 10.0 AS bmi,
    pg_temp.num('visits', b.n, 5)                                    AS visits,
    1 + pg_temp.num('records', b.n, 3)                               AS records,
    pg_temp.num('appointments', b.n, 4)                              AS appointments
FROM births AS b;

ANALYZE sample_school, sample_staff, sample_student;

-- ----------------------------------------------------------------------------
-- Organisation
-- ----------------------------------------------------------------------------
-- Five districts with schools, and one that has left the platform.

INSERT INTO districts (
    id, name, code, address, city, state, zip_code, phone, email, is_active, created_at, updated_at
)
SELECT
    pg_temp.id('district', g.n),
    'Fictitious Unified School District ' || g.n::text,
    'SAMPLE-D' || g.n::text,
    CASE WHEN g.n < 6 THEN g.n::text || '00 Imaginary Avenue' END,
    CASE WHEN g.n < 6 THEN pg_temp.turn('{Nowhere,Elsewhere,Neverton,Somewhere,Anytown}', g.n) END,
    CASE WHEN g.n < 6 THEN pg_temp.turn('{WA,CO,CA,OR,MN}', g.n) END,
    CASE WHEN g.n < 6 THEN '0000' || g.n::text END,
    CASE WHEN g.n < 6 THEN pg_temp.phone('district', g.n) END,
    CASE WHEN g.n < 6 THEN 'office.district' || g.n::text || '@example.org' END,
    g.n < 6,
    pg_temp.ago(1600),
    pg_temp.ago(CASE WHEN g.n < 6 THEN 1600 ELSE 400 END)
FROM generate_series(1, 6) AS g (n);

INSERT INTO schools (
    id, district_id, name, code, address, city, state, zip_code, phone, email, principal,
    total_enrollment, created_at, updated_at
)
SELECT
    c.id,
    c.district_id,
    'Sample ' || pg_temp.turn('{Acorn,Birch,Cedar,Dogwood,Elm,Fir,Hazel}', c.n) || ' '
    || initcap(c.level) || ' School ' || c.n::text,
    'SAMPLE-S' || lpad(c.n::text, 4, '0'),
    c.n::text || ' Invented Street',
    pg_temp.turn('{Nowhere,Elsewhere,Neverton,Somewhere,Anytown}', c.district),
    pg_temp.turn('{WA,CO,CA,OR,MN}', c.district),
    '0000' || c.district::text,
    pg_temp.phone('school', c.n),
    CASE WHEN c.n % 3 <> 0 THEN 'office.school' || c.n::text || '@example.org' END,
    CASE
        WHEN c.n % 3 <> 2
            THEN pg_temp.first_name('principal', c.n) || ' ' || pg_temp.last_name('principal', c.n)
    END,
    CASE WHEN c.n % 3 <> 1 THEN c.size END,
    pg_temp.ago(1500),
    pg_temp.ago(1500)
FROM sample_school AS c;

-- The password is no hash, so nobody can log in with one of these accounts.

INSERT INTO users (
    id, school_id, district_id, email, email_verified, email_verification_token,
    email_verification_expires, first_name, last_name, phone, role, is_active, password,
    password_changed_at, last_password_change, must_change_password, password_reset_token,
    password_reset_expires, two_factor_enabled, two_factor_secret, last_login,
    failed_login_attempts, lockout_until, created_at, updated_at
)
SELECT
    u.id,
    CASE WHEN u.school IS NOT NULL THEN pg_temp.id('school', u.school) END,
    CASE WHEN u.district IS NOT NULL THEN pg_temp.id('district', u.district) END,
    u.email,
    u.rank % 12 <> 3,
    CASE WHEN u.rank % 12 = 3 THEN 'sample-verification-' || u.n::text END,
    CASE WHEN u.rank % 12 = 3 THEN pg_temp.ago(-2) END,
    u.first_name,
    u.last_name,
    CASE WHEN u.rank % 5 <> 2 THEN pg_temp.phone('staff', u.n) END,
    u.role::user_role,
    u.role <> 'VIEWER' OR u.rank % 7 <> 2,
    '!sample-account-cannot-log-in',
    CASE WHEN u.rank % 3 <> 0 THEN pg_temp.past('password', u.n) END,
    CASE WHEN u.rank % 3 <> 0 THEN pg_temp.past('password', u.n) ELSE u.created_at END,
    u.rank % 11 = 5,
    CASE WHEN u.rank % 13 = 5 THEN 'sample-reset-' || u.n::text END,
    CASE WHEN u.rank % 13 = 5 THEN pg_temp.ago(-1) END,
    u.role <> 'VIEWER' AND u.rank % 2 = 0,
    CASE WHEN u.role <> 'VIEWER' AND u.rank % 2 = 0 THEN 'sample-no-secret' END,
    CASE WHEN u.role <> 'VIEWER' THEN pg_temp.ago(1 + pg_temp.num('login', u.n, 20)) END,
    CASE WHEN u.rank % 9 = 4 THEN 5 WHEN u.rank % 4 = 1 THEN 1 ELSE 0 END,
    CASE WHEN u.rank % 9 = 4 THEN pg_temp.ago(-1) END,
    u.created_at,
    u.created_at
FROM sample_staff AS u;

-- ----------------------------------------------------------------------------
-- Students and contacts
-- ----------------------------------------------------------------------------

INSERT INTO students (
    id, nurse_id, school_id, district_id, student_number, medical_record_num, ssn, first_name,
    last_name, date_of_birth, gender, photo, grade, enrollment_date, is_active, created_at,
    created_by, updated_at, updated_by, deleted_at
)
SELECT
    s.id,
    CASE WHEN s.school_id IS NOT NULL AND NOT pg_temp.chance('no nurse', s.n, 6) THEN s.nurse END,
    s.school_id,
    s.district_id,
    'SAMPLE-' || lpad(s.n::text, 8, '0'),
    CASE WHEN s.n % 20 <> 7 THEN 'SAMPLE-MRN-' || lpad((s.n * 7)::text, 9, '0') END,
    CASE
        WHEN s.n % 5 < 2
            THEN '000-' || lpad((s.n / 10000 % 100)::text, 2, '0') || '-'
                || lpad((s.n % 10000)::text, 4, '0')
        WHEN s.n % 5 = 2
            THEN '000' || lpad((s.n % 1000000)::text, 6, '0')
    END,
    s.first_name,
    s.last_name,
    s.born,
    pg_temp.pick(
        '{MALE,MALE,MALE,MALE,MALE,MALE,MALE,MALE,MALE,MALE,MALE,MALE,
          FEMALE,FEMALE,FEMALE,FEMALE,FEMALE,FEMALE,FEMALE,FEMALE,FEMALE,FEMALE,FEMALE,FEMALE,
          OTHER,PREFER_NOT_TO_SAY}',
        'gender', s.n
    )::gender,
    CASE WHEN s.n % 4 = 1 THEN 'https://example.org/photos/' || s.n::text || '.jpg' END,
    s.grade,
    s.entered - make_interval(days => pg_temp.num('enrolled', s.n, 10)),
    s.n % 40 <> 26 AND s.n % 97 <> 33,
    s.entered,
    s.administrator,
    s.entered + interval '1 hour',
    CASE WHEN s.n % 3 = 0 THEN s.nurse END,
    CASE WHEN s.n % 97 = 33 THEN pg_temp.ago(1) END
FROM sample_student AS s;

INSERT INTO emergency_contacts (
    id, student_id, first_name, last_name, relationship, phone_number, email, address, priority,
    preferred_contact_method, notification_channels, verification_status, last_verified_at,
    can_pickup_student, is_active, notes, created_at, updated_at, deleted_at
)
SELECT
    pg_temp.id('emergency contact', v.n),
    s.id,
    pg_temp.first_name('contact', v.n),
    CASE
        WHEN pg_temp.chance('family', v.n, 75) THEN s.last_name
        ELSE pg_temp.last_name('contact', v.n)
    END,
    CASE v.n - s.n * 10
        WHEN 1 THEN pg_temp.pick('{mother,father,legal guardian}', 'kin', v.n)
        ELSE pg_temp.pick('{father,mother,grandmother,aunt,uncle,neighbor}', 'kin', v.n)
    END,
    pg_temp.phone('contact', v.n),
    CASE WHEN pg_temp.chance('mail', v.n, 70) THEN 'contact' || v.n::text || '@example.org' END,
    CASE
        WHEN pg_temp.chance('address', v.n, 80) THEN s.n::text || ' Invented Street, Nowhere'
    END,
    pg_temp.turn('{PRIMARY,SECONDARY,EMERGENCY_ONLY}', v.n - s.n * 10 - 1)::contact_priority,
    CASE
        WHEN pg_temp.chance('way', v.n, 95)
            THEN pg_temp.pick('{ANY,ANY,SMS,EMAIL,VOICE}', 'method', v.n)::contact_method
    END,
    CASE WHEN pg_temp.chance('way', v.n, 60) THEN '["sms","email"]' END,
    pg_temp.pick('{VERIFIED,VERIFIED,VERIFIED,UNVERIFIED,PENDING,FAILED}', 'verified', v.n
    )::verification_status,
    CASE
        WHEN pg_temp.pick(
            '{VERIFIED,VERIFIED,VERIFIED,UNVERIFIED,PENDING,FAILED}', 'verified', v.n
        ) = 'VERIFIED'
            THEN s.entered + interval '5 days'
    END,
    CASE WHEN NOT pg_temp.chance('pick-up unknown', v.n, 5) THEN v.n - s.n * 10 < 3 END,
    v.n % 45 <> 2,
    CASE WHEN pg_temp.chance('note', v.n, 10) THEN 'Please call after three.' END,
    s.entered + interval '10 minutes',
    s.entered + interval '10 minutes',
    CASE WHEN v.n % 61 = 3 THEN pg_temp.ago(1) END
FROM sample_student AS s
CROSS JOIN LATERAL generate_series(
    s.n * 10 + 1, s.n * 10 + 1 + pg_temp.num('contacts', s.n, 3)
) AS v (n);

INSERT INTO contacts (
    id, type, relation_to, relationship_type, first_name, last_name, title, organization, email,
    phone, address, city, state, zip, custom_fields, is_active, notes, created_at, created_by,
    updated_at, updated_by, deleted_at
)
SELECT
    pg_temp.id('contact', v.n),
    pg_temp.turn('{guardian,guardian,staff,vendor,provider,other}', v.n - c.n * 10)::contact_type,
    CASE v.n - c.n * 10
        WHEN 0 THEN pg_temp.id('student', 1 + pg_temp.num('ward', v.n, pg_temp.students()))
        WHEN 1 THEN pg_temp.id('student', 1 + pg_temp.num('ward', v.n, pg_temp.students()))
        WHEN 2 THEN pg_temp.staff(c.n, 11)
    END,
    CASE
        WHEN v.n - c.n * 10 < 2 THEN pg_temp.turn('{mother,father}', v.n)
        WHEN v.n - c.n * 10 = 2 THEN 'colleague'
    END,
    pg_temp.first_name('address book', v.n),
    pg_temp.last_name('address book', v.n),
    pg_temp.turn('{NULL,NULL,Secretary,Sales,MD,Pastor}', v.n - c.n * 10),
    CASE v.n - c.n * 10 WHEN 3 THEN 'Imaginary Supply' WHEN 4 THEN 'Imaginary Pediatrics' END,
    'book' || v.n::text || '@example.org',
    CASE WHEN pg_temp.chance('phone', v.n, 85) THEN pg_temp.phone('address book', v.n) END,
    CASE WHEN pg_temp.chance('street', v.n, 70) THEN v.n::text || ' Invented Street' END,
    CASE WHEN pg_temp.chance('street', v.n, 70) THEN 'Nowhere' END,
    CASE WHEN pg_temp.chance('street', v.n, 70) THEN 'WA' END,
    CASE WHEN pg_temp.chance('street', v.n, 50) THEN '00001' END,
    CASE WHEN v.n % 3 = 0 THEN '{"language": "es"}'::jsonb ELSE '{}' END,
    v.n % 17 <> 5,
    CASE WHEN pg_temp.chance('note', v.n, 20) THEN 'Speaks Spanish.' END,
    pg_temp.ago(200 + pg_temp.num('address book', v.n, 300)),
    CASE WHEN v.n % 7 <> 6 THEN pg_temp.staff(c.n, 1) END,
    pg_temp.ago(190),
    CASE WHEN v.n % 3 = 1 THEN pg_temp.staff(c.n, 11) END,
    CASE WHEN v.n % 13 = 8 THEN pg_temp.ago(20) END
FROM sample_school AS c
CROSS JOIN LATERAL generate_series(c.n * 10, c.n * 10 + 5) AS v (n);

-- ----------------------------------------------------------------------------
-- Health records
-- ----------------------------------------------------------------------------

INSERT INTO health_records (
    id, student_id, record_type, title, description, record_date, provider, provider_npi,
    facility, facility_npi, diagnosis, diagnosis_code, treatment, follow_up_required,
    follow_up_date, follow_up_completed, attachments, metadata, is_confidential, notes,
    created_at, created_by, updated_at, updated_by, deleted_at
)
WITH records AS (
    SELECT
        s.id,
        s.nurse,
        v.n,
        pg_temp.pick(
            '{CHECKUP,VACCINATION,ILLNESS,INJURY,SCREENING,PHYSICAL_EXAM,MENTAL_HEALTH,DENTAL,
              VISION,HEARING,EXAMINATION,ALLERGY_DOCUMENTATION,CHRONIC_CONDITION_REVIEW,
              GROWTH_ASSESSMENT,VITAL_SIGNS_CHECK,EMERGENCY_VISIT,FOLLOW_UP,CONSULTATION,
              DIAGNOSTIC_TEST,PROCEDURE,HOSPITALIZATION,SURGERY,COUNSELING,THERAPY,NUTRITION,
              MEDICATION_REVIEW,IMMUNIZATION,LAB_RESULT,RADIOLOGY,OTHER,CHECKUP,ILLNESS,INJURY,
              ILLNESS,CHECKUP}',
            'record type', v.n
        )                                         AS type,
        pg_temp.past('record', v.n)               AS held,
        pg_temp.chance('outside', v.n, 50)        AS outside,
        pg_temp.chance('record follows', v.n, 15) AS follows
    FROM sample_student AS s
    CROSS JOIN LATERAL generate_series(s.n * 10 + 1, s.n * 10 + s.records) AS v (n)
)

SELECT
    pg_temp.id('record', r.n),
    r.id,
    r.type::health_record_type,
    initcap(replace(r.type, '_', ' ')),
    pg_temp.remark('record', r.n),
    r.held,
    CASE WHEN r.outside THEN 'Dr. ' || pg_temp.last_name('provider', r.n) END,
    CASE
        WHEN r.outside AND r.n % 3 > 0
            THEN '9' || lpad(pg_temp.num('npi', r.n, 999999999)::text, 9, '0')
    END,
    CASE
        WHEN r.outside
            THEN pg_temp.pick('{Imaginary Pediatrics,Sample Clinic,Nowhere Hospital}', 'at', r.n)
    END,
    CASE
        WHEN r.outside AND r.n % 3 > 1
            THEN '9' || lpad(pg_temp.num('facility', r.n, 999999999)::text, 9, '0')
    END,
    CASE
        WHEN r.n % 4 = 1
            THEN pg_temp.pick('{Common cold,Headache,Gastroenteritis,Ankle sprain}', 'icd', r.n)
    END,
    CASE
        WHEN r.n % 4 = 1 THEN pg_temp.pick('{J00,R51.9,K52.9,S93.401}', 'icd', r.n)
    END,
    CASE WHEN r.n % 4 = 1 THEN 'Rest and fluids' END,
    r.follows,
    CASE WHEN r.follows THEN r.held + interval '14 days' END,
    r.follows AND r.n % 2 = 0,
    CASE
        WHEN r.n % 9 = 0
            THEN jsonb_build_array('https://example.org/scans/' || r.n::text || '.pdf')
        ELSE '[]'
    END,
    CASE WHEN r.n % 3 = 0 THEN '{"source": "paper form"}'::jsonb END,
    r.type IN ('MENTAL_HEALTH', 'COUNSELING'),
    CASE WHEN r.n % 7 = 4 THEN 'Copy sent to the parents.' END,
    r.held + interval '1 hour',
    r.nurse,
    r.held + interval '1 hour',
    CASE WHEN r.n % 8 = 1 THEN r.nurse END,
    CASE WHEN r.n % 61 = 3 THEN r.held + interval '1 day' END
FROM records AS r;

INSERT INTO allergies (
    id, student_id, health_record_id, allergen, allergy_type, severity, active, symptoms,
    reactions, treatment, emergency_protocol, epi_pen_required, epi_pen_location,
    epi_pen_expiration, onset_date, diagnosed_date, diagnosed_by, verified, verified_by,
    verification_date, notes, created_at, created_by, updated_at, updated_by, deleted_at
)
WITH cases AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.entered,
        s.n / 8                                                        AS nr,
        s.born + s.days * (30 + pg_temp.num('allergy', s.n, 60)) / 100 AS found,
        pg_temp.turn(
            '{MODERATE,SEVERE,MILD,LIFE_THREATENING,MILD,MODERATE,MILD}', s.n / 8
        )                                                              AS grade
    FROM sample_student AS s
    WHERE s.n % 8 = 2
)

SELECT
    pg_temp.id('allergy', a.n),
    a.id,
    CASE WHEN a.nr % 3 = 0 THEN pg_temp.id('record', a.n * 10 + 1) END,
    pg_temp.turn(
        '{Peanut,Penicillin,Cat hair,Bee venom,Tree nuts,Latex,Dust mites,Ragweed pollen,Milk,
          Chlorine,Nickel}',
        a.nr
    ),
    pg_temp.turn(
        '{FOOD,MEDICATION,ANIMAL,INSECT,FOOD,LATEX,ENVIRONMENTAL,SEASONAL,FOOD,CHEMICAL,OTHER}',
        a.nr
    )::allergy_type,
    a.grade::allergy_severity,
    a.nr % 9 <> 5,
    CASE WHEN a.nr % 5 <> 4 THEN pg_temp.pick('{Hives,Sneezing,Wheezing}', 'symptom', a.n) END,
    CASE WHEN a.nr % 2 = 0 THEN '["rash", "swelling of the lips"]'::jsonb END,
    CASE WHEN a.nr % 4 <> 3 THEN 'Antihistamine by mouth' END,
    CASE
        WHEN a.grade IN ('SEVERE', 'LIFE_THREATENING') THEN 'Use the auto-injector, call 911.'
    END,
    a.grade IN ('SEVERE', 'LIFE_THREATENING'),
    CASE WHEN a.grade IN ('SEVERE', 'LIFE_THREATENING') THEN 'Health office, cabinet 2' END,
    CASE
        WHEN a.grade IN ('SEVERE', 'LIFE_THREATENING')
            THEN pg_temp.ago(20 - pg_temp.num('expiry', a.n, 400))
    END,
    CASE WHEN a.nr % 3 <> 1 THEN a.found::timestamptz END,
    CASE WHEN a.nr % 4 <> 1 THEN a.found + interval '20 days' END,
    CASE WHEN a.nr % 4 <> 1 THEN 'Dr. ' || pg_temp.last_name('allergist', a.n) END,
    a.nr % 2 = 0,
    CASE WHEN a.nr % 2 = 0 THEN a.nurse END,
    CASE WHEN a.nr % 2 = 0 THEN a.entered + interval '3 days' END,
    CASE WHEN a.nr % 4 = 0 THEN 'Reported by the mother.' END,
    a.entered + interval '2 days',
    a.nurse,
    a.entered + interval '3 days',
    CASE WHEN a.nr % 5 = 0 THEN a.nurse END,
    CASE WHEN a.nr % 16 = 7 THEN a.entered + interval '30 days' END
FROM cases AS a;

INSERT INTO chronic_conditions (
    id, student_id, health_record_id, condition, icd_code, status, severity, is_active,
    diagnosed_date, diagnosed_by, notes, care_plan, medications, restrictions, triggers,
    accommodations, emergency_protocol, last_review_date, next_review_date, requires_iep,
    requires504, treatments, accommodations_required, accommodation_details, action_plan,
    review_frequency, precautions, created_at, created_by, updated_at, updated_by, deleted_at
)
WITH cases AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.born,
        s.days,
        s.entered,
        s.n / 10 AS nr,
        pg_temp.turn(
            '{MANAGED,ACTIVE,MONITORING,ACTIVE,RESOLVED,INACTIVE}', s.n / 10
        )        AS state
    FROM sample_student AS s
    WHERE s.n % 10 = 6
)

SELECT
    pg_temp.id('condition', k.n),
    k.id,
    CASE WHEN k.nr % 2 = 0 THEN pg_temp.id('record', k.n * 10 + 1) END,
    pg_temp.turn('{Asthma,Type 1 diabetes,Epilepsy,Migraine,ADHD,Eczema,Celiac disease}', k.nr),
    CASE
        WHEN k.nr % 9 <> 8
            THEN pg_temp.turn('{J45.909,E10.9,G40.909,G43.909,F90.9,L20.9,K90.0}', k.nr)
    END,
    k.state::condition_status,
    CASE WHEN k.nr % 3 <> 2 THEN pg_temp.turn('{Mild,Moderate}', k.nr) END,
    k.state NOT IN ('RESOLVED', 'INACTIVE'),
    k.born + k.days * (20 + pg_temp.num('diagnosed', k.n, 70)) / 100,
    CASE WHEN k.nr % 5 <> 3 THEN 'Dr. ' || pg_temp.last_name('specialist', k.n) END,
    CASE WHEN k.nr % 4 = 0 THEN 'Stable over the last term.' END,
    CASE WHEN k.nr % 4 <> 2 THEN 'Check in with the nurse before lunch.' END,
    pg_temp.turn('{"[\"albuterol\"]","[\"insulin\"]","[\"levetiracetam\"]","[]"}', k.nr)::jsonb,
    CASE WHEN k.nr % 3 = 1 THEN '["no swimming alone"]'::jsonb ELSE '[]' END,
    CASE WHEN k.nr % 2 = 0 THEN '["cold air", "exertion"]'::jsonb ELSE '[]' END,
    CASE WHEN k.nr % 3 = 0 THEN '["may leave class at any time"]'::jsonb ELSE '[]' END,
    CASE WHEN k.nr % 3 <> 2 THEN 'See the action plan, call 911 if no better.' END,
    CASE WHEN k.nr % 4 <> 3 THEN pg_temp.today() - 30 - pg_temp.num('reviewed', k.n, 100) END,
    CASE WHEN k.nr % 4 <> 3 THEN pg_temp.today() - 20 + pg_temp.num('review', k.n, 200) END,
    k.nr % 6 = 4,
    k.nr % 3 = 0,
    CASE WHEN k.nr % 5 = 0 THEN 'Breathing exercises' END,
    k.nr % 3 = 0,
    CASE WHEN k.nr % 3 = 0 THEN 'Extra time between lessons' END,
    CASE WHEN k.nr % 2 = 0 THEN 'Rest, medicine, call the parents.' END,
    CASE WHEN k.nr % 2 = 0 THEN 'every term' END,
    CASE WHEN k.nr % 4 = 0 THEN '{"trips": "take the medicine along"}'::jsonb END,
    k.entered + interval '2 days',
    k.nurse,
    k.entered + interval '4 days',
    CASE WHEN k.nr % 3 = 0 THEN k.nurse END,
    CASE WHEN k.nr % 17 = 5 THEN k.entered + interval '40 days' END
FROM cases AS k;

-- A choice out of the usual vaccines, each at its age; those without one are given every year at
-- school.

INSERT INTO vaccinations (
    id, student_id, health_record_id, vaccine_name, vaccine_type, manufacturer, lot_number,
    cvx_code, ndc_code, dose_number, total_doses, series_complete, administration_date,
    administered_by, administered_by_role, facility, site_of_administration,
    route_of_administration, dosage_amount, expiration_date, next_due_date, reactions,
    adverse_events, exemption_status, exemption_reason, exemption_document, compliance_status,
    vfc_eligibility, vis_provided, vis_date, consent_obtained, consent_by, notes, created_at,
    created_by, updated_at, updated_by, deleted_at
)
WITH schedule (nr, type, name, cvx, dose, doses, months, route) AS (
    VALUES
    (1, 'HEPATITIS_B', 'Hepatitis B (sample)', '08', 1, 3, 0, 'INTRAMUSCULAR'),
    (2, 'HEPATITIS_B', 'Hepatitis B (sample)', '08', 3, 3, 7, 'INTRAMUSCULAR'),
    (3, 'ROTAVIRUS', 'Rotavirus (sample)', '116', 2, 2, 4, 'ORAL'),
    (4, 'DTAP', 'DTaP (sample)', '20', 3, 5, 6, 'INTRAMUSCULAR'),
    (5, 'DTAP', 'DTaP (sample)', '20', 4, 5, 16, 'INTRAMUSCULAR'),
    (6, 'HIB', 'Hib (sample)', '49', 3, 3, 13, 'INTRAMUSCULAR'),
    (7, 'PNEUMOCOCCAL', 'Pneumococcal (sample)', '133', 4, 4, 13, 'INTRAMUSCULAR'),
    (8, 'POLIO', 'Polio (sample)', '10', 3, 4, 12, 'SUBCUTANEOUS'),
    (9, 'MMR', 'MMR (sample)', '03', 1, 2, 13, 'SUBCUTANEOUS'),
    (10, 'VARICELLA', 'Varicella (sample)', '21', 1, 2, 14, 'SUBCUTANEOUS'),
    (11, 'HEPATITIS_A', 'Hepatitis A (sample)', '83', 2, 2, 20, 'INTRAMUSCULAR'),
    (12, 'MEASLES', 'Measles (sample)', '05', 1, 1, 15, 'SUBCUTANEOUS'),
    (13, 'MUMPS', 'Mumps (sample)', '07', 1, 1, 15, 'SUBCUTANEOUS'),
    (14, 'RUBELLA', 'Rubella (sample)', '06', 1, 1, 15, 'SUBCUTANEOUS'),
    (15, 'OTHER', 'BCG (sample)', '19', 1, 1, 1, 'INTRADERMAL'),
    (16, 'FLU', 'Influenza (sample)', '150', 1, 1, NULL, 'INTRAMUSCULAR'),
    (17, 'FLU', 'Influenza nasal spray (sample)', '149', 1, 1, NULL, 'INTRANASAL'),
    (18, 'COVID_19', 'COVID-19 (sample)', '308', 1, 1, NULL, 'INTRAMUSCULAR'),
    (19, 'MMR', 'MMR (sample)', '03', 2, 2, 54, 'SUBCUTANEOUS'),
    (20, 'DTAP', 'DTaP (sample)', '20', 5, 5, 56, 'INTRAMUSCULAR'),
    (21, 'POLIO', 'Polio (sample)', '10', 4, 4, 57, 'SUBCUTANEOUS'),
    (22, 'DIPHTHERIA', 'Diphtheria (sample)', '112', 1, 1, 80, 'INTRAMUSCULAR'),
    (23, 'TETANUS', 'Tetanus (sample)', '35', 1, 1, 90, 'INTRAMUSCULAR'),
    (24, 'PERTUSSIS', 'Pertussis (sample)', '11', 1, 1, 100, 'OTHER'),
    (25, 'TDAP', 'Tdap (sample)', '115', 1, 1, 134, 'INTRAMUSCULAR'),
    (26, 'HPV', 'HPV (sample)', '165', 1, 2, 136, 'INTRAMUSCULAR'),
    (27, 'MENINGOCOCCAL', 'Meningococcal (sample)', '203', 1, 2, 138, 'INTRAVENOUS')
),

shots AS (
    SELECT
        s.n * 100 + v.nr AS n,
        s.n              AS student,
        s.id,
        s.nurse,
        s.entered,
        s.last_name,
        v.type,
        v.name,
        v.cvx,
        v.dose,
        v.doses,
        v.months,
        v.route,
        CASE
            WHEN v.months IS NULL THEN pg_temp.past('shot', s.n * 100 + v.nr)
            ELSE (s.born + v.months * 31 + pg_temp.num('shot', s.n * 100 + v.nr, 30))::timestamp
                + interval '16 hours'
        END              AS given
    FROM sample_student AS s
    CROSS JOIN schedule AS v
    WHERE
        pg_temp.chance(
            'vaccine', s.n * 100 + v.nr, CASE WHEN v.nr BETWEEN 12 AND 15 THEN 3 ELSE 15 END
        )
        AND (v.months IS NULL OR s.days > v.months * 31 + 31)
)

SELECT
    pg_temp.id('vaccination', v.n),
    v.id,
    CASE WHEN v.n % 20 = 16 THEN pg_temp.id('record', v.student * 10 + 1) END,
    v.name,
    CASE WHEN v.n % 40 <> 1 THEN v.type::vaccine_type END,
    CASE WHEN v.n % 5 <> 2 THEN 'Invented Biologics' END,
    CASE WHEN v.n % 5 <> 2 THEN 'SAMPLE-' || pg_temp.num('lot', v.n, 10000)::text END,
    CASE WHEN v.n % 9 <> 4 THEN v.cvx END,
    CASE WHEN v.n % 3 = 0 THEN '00000-0' || lpad(v.cvx, 3, '0') || '-01' END,
    CASE WHEN v.n % 11 <> 3 THEN v.dose END,
    CASE WHEN v.n % 11 <> 3 THEN v.doses END,
    v.dose = v.doses,
    v.given,
    CASE WHEN v.months IS NULL THEN 'School nurse' ELSE 'Dr. ' || pg_temp.last_name('gp', v.n) END,
    CASE WHEN v.months IS NULL THEN 'RN' WHEN v.n % 2 = 0 THEN 'physician' END,
    CASE WHEN v.months IS NULL THEN 'Health office' WHEN v.n % 3 > 0 THEN 'Sample Clinic' END,
    CASE v.route
        WHEN 'ORAL' THEN 'ORAL'
        WHEN 'INTRANASAL' THEN 'NASAL'
        ELSE pg_temp.pick(
            '{ARM_LEFT,ARM_RIGHT,THIGH_LEFT,THIGH_RIGHT,DELTOID_LEFT,DELTOID_RIGHT,BUTTOCK_LEFT,
              BUTTOCK_RIGHT,OTHER,NULL}',
            'site', v.n
        )
    END::site_of_administration,
    CASE WHEN v.n % 12 <> 5 THEN v.route::route_of_administration END,
    CASE WHEN v.n % 7 <> 2 THEN '0.5 mL' END,
    CASE WHEN v.n % 5 <> 2 THEN v.given::date + 200 END,
    CASE WHEN v.dose < v.doses THEN v.given::date + 365 END,
    CASE WHEN v.n % 30 = 8 THEN 'Sore arm for a day' END,
    CASE WHEN v.n % 90 = 8 THEN '[{"event": "fever", "grade": 1}]'::jsonb END,
    v.n % 60 = 9,
    CASE WHEN v.n % 60 = 9 THEN pg_temp.turn('{Medical,Religious}', v.n / 60) END,
    CASE WHEN v.n % 60 = 9 THEN 'https://example.org/exemptions/' || v.n::text END,
    CASE
        WHEN v.n % 60 = 9 THEN 'EXEMPT'
        ELSE pg_temp.pick(
            '{COMPLIANT,COMPLIANT,COMPLIANT,COMPLIANT,COMPLIANT,COMPLIANT,COMPLIANT,COMPLIANT,
              PARTIALLY_COMPLIANT,OVERDUE,NON_COMPLIANT}',
            'compliance', v.n
        )
    END::compliance_status,
    pg_temp.chance('vfc', v.student, 20),
    v.n % 6 <> 1,
    CASE WHEN v.n % 6 <> 1 THEN v.given::date END,
    v.n % 10 <> 3,
    CASE WHEN v.n % 10 <> 3 THEN 'Parent ' || v.last_name END,
    CASE WHEN v.n % 14 = 2 THEN 'Copied from the state registry.' END,
    greatest(v.entered, v.given) + interval '1 hour',
    CASE WHEN v.months IS NULL THEN v.nurse END,
    greatest(v.entered, v.given) + interval '1 hour',
    CASE WHEN v.months IS NULL AND v.n % 2 = 0 THEN v.nurse END,
    CASE WHEN v.n % 61 = 3 THEN greatest(v.entered, v.given) + interval '1 day' END
FROM shots AS v;

INSERT INTO immunizations (
    id, student_id, vaccine_name, vaccine_code, administered_date, administered_by, dosage, site,
    route, manufacturer, lot_number, expiration_date, notes, created_at, updated_at, deleted_at
)
WITH shots AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        pg_temp.past('flu', s.n) AS given
    FROM sample_student AS s
    WHERE s.n % 6 = 4
)

SELECT
    pg_temp.id('immunization', i.n),
    i.id,
    pg_temp.turn('{Influenza (sample),Tetanus booster (sample)}', i.n / 6),
    CASE WHEN i.n % 4 <> 2 THEN pg_temp.turn('{150,35}', i.n / 6) END,
    i.given,
    i.nurse,
    CASE WHEN i.n % 5 <> 1 THEN '0.5 mL' END,
    CASE WHEN i.n % 7 <> 1 THEN pg_temp.pick('{left deltoid,right deltoid}', 'site', i.n) END,
    CASE WHEN i.n % 8 <> 4 THEN 'intramuscular' END,
    CASE WHEN i.n % 5 <> 3 THEN 'Invented Biologics' END,
    CASE WHEN i.n % 5 <> 3 THEN 'SAMPLE-' || pg_temp.num('flu lot', i.n, 100)::text END,
    CASE WHEN i.n % 5 <> 3 THEN i.given + interval '300 days' END,
    CASE WHEN i.n % 8 = 0 THEN 'Well tolerated.' END,
    i.given + interval '5 minutes',
    i.given + interval '5 minutes',
    CASE WHEN i.n % 29 = 5 THEN i.given + interval '1 day' END
FROM shots AS i;

INSERT INTO screenings (
    id, student_id, health_record_id, screening_type, screening_date, screened_by,
    screened_by_role, equipment_used, right_eye, left_eye, right_ear, left_ear, results,
    test_details, passed_criteria, outcome, referral_required, referral_to, referral_date,
    referral_reason, follow_up_required, follow_up_date, follow_up_status, notes, created_at,
    created_by, updated_at, updated_by, deleted_at
)
WITH tests AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.nurse_n,
        s.n / 3                        AS nr,
        pg_temp.past('screening', s.n) AS held,
        pg_temp.turn(
            '{VISION,HEARING,DENTAL,SCOLIOSIS,BMI,VISION,BLOOD_PRESSURE,HEARING,DEVELOPMENTAL,
              SPEECH,MENTAL_HEALTH,TUBERCULOSIS,LEAD,ANEMIA,OTHER}',
            s.n / 3
        )                              AS type,
        pg_temp.pick(
            '{PASS,PASS,PASS,PASS,PASS,PASS,PASS,PASS,REFER,FAIL,INCONCLUSIVE,INCOMPLETE}',
            'outcome', s.n
        )                              AS outcome
    FROM sample_student AS s
    WHERE s.n % 3 = 1
)

SELECT
    pg_temp.id('screening', t.n),
    t.id,
    CASE WHEN t.nr % 4 = 1 THEN pg_temp.id('record', t.n * 10 + 1) END,
    t.type::screening_type,
    t.held,
    'Nurse ' || pg_temp.last_name('staff', t.nurse_n),
    CASE WHEN t.nr % 5 <> 2 THEN 'RN' END,
    CASE t.type WHEN 'VISION' THEN 'Snellen chart' WHEN 'HEARING' THEN 'Audiometer' END,
    CASE t.type WHEN 'VISION' THEN pg_temp.pick('{20/20,20/25,20/40,20/60}', 'right', t.n) END,
    CASE t.type WHEN 'VISION' THEN pg_temp.pick('{20/20,20/25,20/40,20/60}', 'left', t.n) END,
    CASE t.type WHEN 'HEARING' THEN pg_temp.pick('{pass,pass,25 dB,35 dB}', 'right', t.n) END,
    CASE t.type WHEN 'HEARING' THEN pg_temp.pick('{pass,pass,25 dB,35 dB}', 'left', t.n) END,
    CASE WHEN t.nr % 6 <> 5 THEN jsonb_build_object('score', pg_temp.num('score', t.n, 100)) END,
    CASE WHEN t.nr % 3 = 0 THEN '{"distance": "20 ft"}'::jsonb END,
    CASE WHEN t.outcome IN ('PASS', 'REFER', 'FAIL') THEN t.outcome = 'PASS' END,
    t.outcome::screening_outcome,
    t.outcome = 'REFER',
    CASE WHEN t.outcome = 'REFER' THEN 'Dr. ' || pg_temp.last_name('referral', t.n) END,
    CASE WHEN t.outcome = 'REFER' THEN t.held + interval '2 hours' END,
    CASE WHEN t.outcome = 'REFER' THEN 'Below the threshold twice' END,
    t.outcome <> 'PASS',
    CASE WHEN t.outcome <> 'PASS' THEN t.held + interval '30 days' END,
    CASE
        WHEN t.outcome <> 'PASS'
            THEN pg_temp.turn(
                '{SCHEDULED,COMPLETED,PENDING,OVERDUE,CANCELLED,NOT_NEEDED}', t.nr
            )::follow_up_status
    END,
    CASE WHEN t.nr % 7 = 3 THEN 'Glasses forgotten at home.' END,
    t.held + interval '10 minutes',
    t.nurse,
    t.held + interval '10 minutes',
    CASE WHEN t.nr % 9 = 2 THEN t.nurse END,
    CASE WHEN t.nr % 37 = 5 THEN t.held + interval '1 day' END
FROM tests AS t;

INSERT INTO health_screenings (
    id, student_id, conducted_by, screening_type, screening_date, results, passed, notes,
    created_at, updated_at, deleted_at
)
SELECT
    pg_temp.id('health screening', s.n),
    s.id,
    s.nurse,
    pg_temp.turn('{vision,hearing,dental,scoliosis}', s.n / 5),
    pg_temp.past('health screening', s.n),
    jsonb_build_object('left', 'ok', 'right', pg_temp.pick('{ok,ok,ok,weak}', 'result', s.n)),
    pg_temp.pick('{ok,ok,ok,weak}', 'result', s.n) = 'ok',
    CASE WHEN s.n / 5 % 6 = 0 THEN 'To be repeated next year.' END,
    pg_temp.past('health screening', s.n) + interval '10 minutes',
    pg_temp.past('health screening', s.n) + interval '10 minutes',
    CASE WHEN s.n / 5 % 29 = 5 THEN pg_temp.past('health screening', s.n) + interval '1 day' END
FROM sample_student AS s
WHERE s.n % 5 = 3;

INSERT INTO growth_measurements (
    id, student_id, health_record_id, measurement_date, measured_by, measured_by_role, height,
    height_unit, weight, weight_unit, bmi, head_circumference, height_percentile,
    weight_percentile, bmi_percentile, growth_percentiles, nutritional_status, concerns, notes,
    created_at, created_by, updated_at, updated_by, deleted_at
)
WITH measures AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.cohort,
        s.centimetres,
        s.bmi,
        s.n / 6                                         AS nr,
        s.n / 6 % 5 = 4                                 AS imperial,
        s.bmi * s.centimetres * s.centimetres / 10000.0 AS kilograms,
        pg_temp.past('growth', s.n)                     AS held
    FROM sample_student AS s
    WHERE s.n % 6 = 2
)

SELECT
    pg_temp.id('growth measurement', m.n),
    m.id,
    CASE WHEN m.nr % 3 = 2 THEN pg_temp.id('record', m.n * 10 + 1) END,
    m.held,
    'School nurse',
    CASE WHEN m.nr % 4 <> 3 THEN 'RN' END,
    CASE WHEN m.imperial THEN m.centimetres / 2.54 ELSE m.centimetres END,
    CASE WHEN m.imperial THEN 'inches' ELSE 'cm' END::height_unit,
    CASE WHEN m.imperial THEN m.kilograms * 2.2046 ELSE m.kilograms END,
    CASE WHEN m.imperial THEN 'lbs' ELSE 'kg' END::weight_unit,
    CASE WHEN m.nr % 6 <> 5 THEN m.bmi END,
    CASE WHEN m.cohort < 5 THEN 48 + pg_temp.num('head', m.n, 40) / 10.0 END,
    CASE WHEN m.nr % 5 <> 2 THEN 1 + pg_temp.num('height pct', m.n, 99) END,
    CASE WHEN m.nr % 5 <> 2 THEN 1 + pg_temp.num('weight pct', m.n, 99) END,
    CASE WHEN m.nr % 5 <> 2 THEN 1 + pg_temp.num('bmi pct', m.n, 99) END,
    CASE WHEN m.nr % 7 = 1 THEN '{"chart": "CDC 2000"}'::jsonb END,
    CASE
        WHEN m.nr % 3 <> 1
            THEN pg_temp.pick('{normal,normal,normal,overweight,underweight}', 'fed', m.n)
    END,
    CASE WHEN m.nr % 8 = 3 THEN 'Lost weight since spring' END,
    CASE WHEN m.nr % 6 = 1 THEN 'Measured in shoes.' END,
    m.held + interval '5 minutes',
    m.nurse,
    m.held + interval '5 minutes',
    CASE WHEN m.nr % 5 = 1 THEN m.nurse END,
    CASE WHEN m.nr % 29 = 5 THEN m.held + interval '1 day' END
FROM measures AS m;

INSERT INTO growth_tracking (
    id, student_id, measured_by, measurement_date, height, height_unit, weight, weight_unit, bmi,
    percentile_height, percentile_weight, percentile_bmi, notes, created_at, updated_at,
    deleted_at
)
WITH measures AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.centimetres,
        s.bmi,
        s.n / 6                                         AS nr,
        s.n / 6 % 6 = 3                                 AS metric,
        s.bmi * s.centimetres * s.centimetres / 10000.0 AS kilograms,
        pg_temp.past('tracking', s.n)                   AS held
    FROM sample_student AS s
    WHERE s.n % 6 = 5
)

SELECT
    pg_temp.id('growth', m.n),
    m.id,
    m.nurse,
    m.held,
    round(CASE WHEN m.metric THEN m.centimetres ELSE m.centimetres / 2.54 END, 1),
    CASE WHEN m.metric THEN 'cm' ELSE 'inches' END::height_unit,
    round(CASE WHEN m.metric THEN m.kilograms ELSE m.kilograms * 2.2046 END, 1),
    CASE WHEN m.metric THEN 'kg' ELSE 'lbs' END::weight_unit,
    CASE WHEN m.nr % 6 <> 5 THEN m.bmi END,
    CASE WHEN m.nr % 4 <> 2 THEN 1 + pg_temp.num('height pct', m.n, 99) END,
    CASE WHEN m.nr % 4 <> 2 THEN 1 + pg_temp.num('weight pct', m.n, 99) END,
    CASE WHEN m.nr % 4 <> 2 THEN 1 + pg_temp.num('bmi pct', m.n, 99) END,
    CASE WHEN m.nr % 6 = 1 THEN 'Measured twice.' END,
    m.held + interval '5 minutes',
    m.held + interval '5 minutes',
    CASE WHEN m.nr % 29 = 5 THEN m.held + interval '1 day' END
FROM measures AS m;

-- ----------------------------------------------------------------------------
-- Medications
-- ----------------------------------------------------------------------------

INSERT INTO drug_catalog (
    id, rxnorm_id, rxnorm_code, generic_name, brand_names, drug_class, fda_approved, common_doses,
    side_effects, contraindications, warnings, is_active, created_at, updated_at
)
SELECT
    pg_temp.id('drug', d.n),
    CASE WHEN d.n % 5 <> 4 THEN 'SAMPLE-RX' || d.n::text END,
    CASE WHEN d.n % 4 <> 3 THEN 'SAMPLE-RC' || d.n::text END,
    d.generic_name,
    CASE WHEN d.n % 6 <> 5 THEN jsonb_build_array('Samplin ' || d.n::text) END,
    CASE WHEN d.n % 7 <> 6 THEN d.drug_class END,
    d.n <> 19,
    CASE WHEN d.n % 3 <> 2 THEN jsonb_build_object('child', d.dose) END,
    CASE WHEN d.n % 4 <> 2 THEN '["drowsiness", "nausea"]'::jsonb END,
    CASE WHEN d.n % 4 <> 1 THEN '["hypersensitivity"]'::jsonb END,
    CASE WHEN d.n % 5 <> 1 THEN '["sample text, no medical advice"]'::jsonb END,
    d.n <> 19,
    pg_temp.ago(1400),
    pg_temp.ago(1400)
FROM (
    VALUES
    (1, 'albuterol', 'bronchodilator', '2 puffs'),
    (2, 'methylphenidate', 'stimulant', '10 mg'),
    (3, 'ibuprofen', 'analgesic', '200 mg'),
    (4, 'acetaminophen', 'analgesic', '325 mg'),
    (5, 'epinephrine', 'sympathomimetic', '0.15 mg'),
    (6, 'cetirizine', 'antihistamine', '5 mg'),
    (7, 'insulin lispro', 'insulin', '1 unit'),
    (8, 'levetiracetam', 'anticonvulsant', '250 mg'),
    (9, 'diphenhydramine', 'antihistamine', '12.5 mg'),
    (10, 'amphetamine', 'stimulant', '5 mg'),
    (11, 'diazepam', 'benzodiazepine', '5 mg'),
    (12, 'montelukast', 'leukotriene inhibitor', '5 mg'),
    (13, 'amoxicillin', 'antibiotic', '250 mg'),
    (14, 'penicillin V', 'antibiotic', '250 mg'),
    (15, 'guanfacine', 'alpha agonist', '1 mg'),
    (16, 'pancrelipase', 'digestive enzyme', '1 capsule'),
    (17, 'fluoxetine', 'antidepressant', '10 mg'),
    (18, 'sertraline', 'antidepressant', '25 mg'),
    (19, 'samplamine', 'invented', '1 mg'),
    (20, 'pregabalin', 'anticonvulsant', '25 mg')
) AS d (n, generic_name, drug_class, dose);

INSERT INTO drug_interactions (
    id, drug1_id, drug2_id, severity, description, clinical_effects, management, evidence_level,
    source_references, created_at, updated_at
)
SELECT
    pg_temp.id('interaction', i.n),
    pg_temp.id('drug', i.drug1),
    pg_temp.id('drug', i.drug2),
    i.severity::interaction_severity,
    'Sample entry: ' || i.effect || '.',
    CASE WHEN i.n <> 3 THEN initcap(i.effect) END,
    CASE WHEN i.n <> 4 THEN 'Ask the prescriber before giving both.' END,
    CASE WHEN i.n <> 5 THEN pg_temp.turn('{probable,established}', i.n) END,
    CASE WHEN i.n <> 6 THEN '["Sample Compendium, page 1"]'::jsonb END,
    pg_temp.ago(1400),
    pg_temp.ago(1400)
FROM (
    VALUES
    (1, 3, 4, 'MINOR', 'little effect'),
    (2, 6, 9, 'MODERATE', 'more drowsiness'),
    (3, 2, 17, 'MODERATE', 'raised stimulant level'),
    (4, 17, 18, 'SEVERE', 'serotonin syndrome'),
    (5, 9, 11, 'MAJOR', 'deep sedation'),
    (6, 2, 10, 'CONTRAINDICATED', 'two stimulants at once'),
    (7, 1, 5, 'MODERATE', 'racing heart'),
    (8, 8, 11, 'MINOR', 'sleepiness')
) AS i (n, drug1, drug2, severity, effect);

-- The first sixteen are what the students take, in the order of the lists below.

INSERT INTO medications (
    id, name, generic_name, dosage_form, strength, manufacturer, ndc, is_controlled, dea_schedule,
    requires_witness, is_active, created_at, updated_at, deleted_at, deleted_by
)
SELECT
    pg_temp.id('medication', m.n),
    'Samplin ' || m.generic_name,
    CASE WHEN m.n <> 20 THEN m.generic_name END,
    m.form,
    m.strength,
    CASE WHEN m.n % 7 <> 3 THEN 'Invented Pharma' END,
    CASE WHEN m.n % 6 <> 5 THEN '00000-' || lpad(m.n::text, 4, '0') || '-01' END,
    m.schedule IS NOT NULL,
    m.schedule::dea_schedule,
    m.schedule = 'II',
    m.n < 17,
    pg_temp.ago(1400),
    pg_temp.ago(CASE WHEN m.n > 18 THEN 300 ELSE 1400 END),
    CASE WHEN m.n > 18 THEN pg_temp.ago(300) END,
    CASE WHEN m.n > 18 THEN pg_temp.admin() END
FROM (
    VALUES
    (1, 'albuterol', 'inhaler', '90 mcg', NULL),
    (2, 'methylphenidate', 'tablet', '10 mg', 'II'),
    (3, 'ibuprofen', 'tablet', '200 mg', NULL),
    (4, 'acetaminophen', 'suspension', '160 mg/5 mL', NULL),
    (5, 'epinephrine', 'auto-injector', '0.15 mg', NULL),
    (6, 'cetirizine', 'tablet', '5 mg', NULL),
    (7, 'insulin lispro', 'pen', '100 units/mL', NULL),
    (8, 'levetiracetam', 'tablet', '250 mg', NULL),
    (9, 'diphenhydramine', 'liquid', '12.5 mg/5 mL', NULL),
    (10, 'amphetamine', 'tablet', '5 mg', 'II'),
    (11, 'diazepam', 'rectal gel', '5 mg', 'IV'),
    (12, 'montelukast', 'chewable tablet', '5 mg', NULL),
    (13, 'amoxicillin', 'suspension', '250 mg/5 mL', NULL),
    (14, 'guanfacine', 'tablet', '1 mg', NULL),
    (15, 'pancrelipase', 'capsule', '6000 units', NULL),
    (16, 'fluoxetine', 'capsule', '10 mg', NULL),
    (17, 'testosterone', 'gel', '50 mg', 'III'),
    (18, 'pregabalin', 'capsule', '25 mg', 'V'),
    (19, 'codeine mixture', 'liquid', '10 mg/5 mL', 'V'),
    (20, 'samplamine', 'powder', '1 mg', 'I')
) AS m (n, generic_name, form, strength, schedule);

INSERT INTO student_medications (
    id, student_id, medication_id, dosage, frequency, route, instructions, start_date, end_date,
    is_active, prescribed_by, prescription_number, refills_remaining, created_at, created_by,
    updated_at, updated_by, deleted_at
)
SELECT
    pg_temp.id('student medication', s.n),
    s.id,
    pg_temp.id('medication', 1 + pg_temp.num('medication', s.n, 16)),
    pg_temp.pick(
        '{2 puffs,1 tablet,1 tablet,5 mL,1 injection,1 tablet,2 units,1 tablet,5 mL,1 tablet,
          1 application,1 tablet,5 mL,1 tablet,1 capsule,1 capsule}',
        'medication', s.n
    ),
    pg_temp.pick('{once daily,twice daily,as needed,before gym}', 'frequency', s.n),
    pg_temp.pick(
        '{inhaled,oral,oral,oral,intramuscular,oral,subcutaneous,oral,oral,oral,rectal,oral,oral,
          oral,oral,oral}',
        'medication', s.n
    ),
    CASE WHEN s.n / 4 % 3 = 1 THEN 'With food.' END,
    s.entered + interval '1 day',
    CASE WHEN s.n / 4 % 4 = 1 THEN pg_temp.ago(5 - pg_temp.num('ends', s.n, 200)) END,
    s.n / 4 % 14 <> 6,
    'Dr. ' || pg_temp.last_name('prescriber', s.n),
    CASE WHEN s.n / 4 % 5 <> 3 THEN 'SAMPLE-RX-' || s.n::text END,
    CASE WHEN s.n / 4 % 9 <> 5 THEN pg_temp.num('refills', s.n, 6) END,
    s.entered + interval '1 day',
    s.nurse,
    s.entered + interval '1 day',
    CASE WHEN s.n / 4 % 6 = 2 THEN s.nurse END,
    CASE WHEN s.n / 4 % 29 = 7 THEN s.entered + interval '9 days' END
FROM sample_student AS s
WHERE s.n % 4 = 1;

INSERT INTO medication_logs (
    id, student_id, medication_id, dosage, dosage_unit, route, scheduled_at, administered_at,
    administered_by, status, was_given, reason_not_given, notes, created_at, updated_at,
    deleted_at
)
WITH doses AS (
    SELECT
        s.id,
        s.n                       AS student,
        s.nurse_n,
        d.n,
        pg_temp.past('dose', d.n) AS given,
        pg_temp.pick(
            '{ADMINISTERED,ADMINISTERED,ADMINISTERED,ADMINISTERED,ADMINISTERED,ADMINISTERED,
              ADMINISTERED,ADMINISTERED,ADMINISTERED,ADMINISTERED,ADMINISTERED,ADMINISTERED,
              ADMINISTERED,ADMINISTERED,ADMINISTERED,ADMINISTERED,MISSED,REFUSED,CANCELLED,
              PENDING}',
            'outcome', d.n
        )                         AS status
    FROM sample_student AS s
    CROSS JOIN LATERAL generate_series(
        s.n * 100 + 1, s.n * 100 + 5 + pg_temp.num('doses', s.n, 10)
    ) AS d (n)
    WHERE s.n % 4 = 1
)

SELECT
    pg_temp.id('dose', d.n),
    d.id,
    pg_temp.id('medication', 1 + pg_temp.num('medication', d.student, 16)),
    pg_temp.pick('{2,1,1,5,1,1,2,1,5,1,1,1,5,1,1,1}', 'medication', d.student)::numeric,
    pg_temp.pick(
        '{puff,tablet,tablet,mL,injection,tablet,unit,tablet,mL,tablet,application,tablet,mL,
          tablet,capsule,capsule}',
        'medication', d.student
    ),
    pg_temp.pick(
        '{inhaled,oral,oral,oral,intramuscular,oral,subcutaneous,oral,oral,oral,rectal,oral,oral,
          oral,oral,oral}',
        'medication', d.student
    ),
    CASE WHEN d.n % 4 <> 2 THEN d.given - make_interval(mins => pg_temp.num('late', d.n, 20)) END,
    d.given,
    'Nurse ' || pg_temp.last_name('staff', d.nurse_n),
    CASE WHEN d.n % 40 <> 31 THEN d.status::medication_log_status END,
    d.status = 'ADMINISTERED',
    CASE
        WHEN d.status IN ('MISSED', 'REFUSED')
            THEN pg_temp.pick('{Absent,Field trip,Spat it out,Did not want it}', 'why', d.n)
    END,
    CASE WHEN d.n % 12 = 5 THEN pg_temp.remark('dose', d.n) END,
    d.given + interval '2 minutes',
    d.given + interval '2 minutes',
    CASE WHEN d.n % 61 = 3 THEN d.given + interval '1 day' END
FROM doses AS d;

INSERT INTO student_drug_allergies (
    id, student_id, drug_id, allergy_type, severity, reaction, diagnosed_date, diagnosed_by,
    notes, created_at, updated_at, deleted_at
)
SELECT
    pg_temp.id('drug allergy', s.n),
    s.id,
    pg_temp.id('drug', 1 + pg_temp.num('drug', s.n, 18)),
    pg_temp.turn('{allergy,intolerance}', s.n / 25),
    pg_temp.turn('{mild,moderate,severe}', s.n / 25),
    pg_temp.turn('{hives,nausea,anaphylaxis,rash}', s.n / 25),
    CASE WHEN s.n / 25 % 3 <> 1 THEN (s.born + s.days / 2)::timestamptz END,
    CASE WHEN s.n / 25 % 3 <> 1 THEN 'Dr. ' || pg_temp.last_name('allergist', s.n) END,
    CASE WHEN s.n / 25 % 4 = 0 THEN 'Tolerates the alternative.' END,
    s.entered + interval '2 days',
    s.entered + interval '2 days',
    CASE WHEN s.n / 25 % 9 = 4 THEN s.entered + interval '30 days' END
FROM sample_student AS s
WHERE s.n % 25 = 2;

-- ----------------------------------------------------------------------------
-- Clinical system
-- ----------------------------------------------------------------------------

INSERT INTO clinic_visits (
    id, student_id, check_in_time, check_out_time, reason_for_visit, symptoms, treatment,
    disposition, attended_by, classes_missed, minutes_missed, notes, created_at, updated_at,
    deleted_at
)
WITH visits AS (
    SELECT
        s.id,
        s.nurse,
        v.n,
        pg_temp.past('visit', v.n)       AS began,
        5 + pg_temp.num('stay', v.n, 50) AS minutes,
        v.n % 90 = 31                    AS still_here
    FROM sample_student AS s
    CROSS JOIN LATERAL generate_series(s.n * 10 + 1, s.n * 10 + s.visits) AS v (n)
)

SELECT
    pg_temp.id('visit', v.n),
    v.id,
    v.began,
    CASE WHEN NOT v.still_here THEN v.began + v.minutes * interval '1 minute' END,
    jsonb_build_array(
        pg_temp.pick(
            '{headache,stomach ache,scraped knee,nosebleed,sore throat,asthma,dizziness,
              medication,insect bite,fever}',
            'why', v.n
        )
    ),
    CASE
        WHEN v.n % 5 <> 2
            THEN jsonb_build_array(pg_temp.pick('{pale,warm skin,cough,limping}', 'sign', v.n))
    END,
    CASE
        WHEN v.n % 6 <> 1
            THEN pg_temp.pick('{Rest,Ice pack,Bandage,Water and crackers,Inhaler}', 'care', v.n)
    END,
    pg_temp.pick(
        '{RETURN_TO_CLASS,RETURN_TO_CLASS,RETURN_TO_CLASS,RETURN_TO_CLASS,RETURN_TO_CLASS,
          RETURN_TO_CLASS,RETURN_TO_CLASS,RETURN_TO_CLASS,RETURN_TO_CLASS,RETURN_TO_CLASS,
          RETURN_TO_CLASS,RETURN_TO_CLASS,RETURN_TO_CLASS,RETURN_TO_CLASS,RETURN_TO_CLASS,
          SENT_HOME,SENT_HOME,SENT_HOME,SENT_HOME,OTHER,OTHER,EMERGENCY_TRANSPORT}',
        'disposition', v.n
    )::visit_disposition,
    v.nurse,
    CASE
        WHEN v.n % 3 > 0
            THEN jsonb_build_array(pg_temp.pick('{Mathematics,English,Gym,Music}', 'class', v.n))
    END,
    CASE WHEN v.n % 3 > 0 AND NOT v.still_here THEN v.minutes END,
    CASE WHEN v.n % 4 = 1 THEN pg_temp.remark('visit', v.n) END,
    v.began + interval '1 minute',
    v.began + interval '1 hour',
    CASE WHEN v.n % 61 = 3 THEN v.began + interval '1 day' END
FROM visits AS v;

INSERT INTO clinical_notes (
    id, student_id, visit_id, type, title, content, subjective, objective, assessment, plan, tags,
    is_confidential, is_signed, signed_at, amended, amendment_reason, created_at, created_by,
    updated_at, deleted_at
)
WITH notes AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.n / 3                      AS nr,
        s.visits > 0 AND s.n % 2 = 0 AS at_visit,
        pg_temp.turn(
            '{soap,general,nursing,progress,soap,follow_up,telephone,medication,incident,
              discharge}',
            s.n / 3
        )                            AS type,
        CASE
            WHEN s.visits > 0 AND s.n % 2 = 0 THEN pg_temp.past('visit', s.n * 10 + 1)
            ELSE pg_temp.past('note', s.n)
        END                          AS written
    FROM sample_student AS s
    WHERE s.n % 3 = 2
)

SELECT
    pg_temp.id('note', t.n),
    t.id,
    CASE WHEN t.at_visit THEN pg_temp.id('visit', t.n * 10 + 1) END,
    t.type::clinical_note_type,
    'Sample ' || replace(t.type, '_', ' ') || ' note',
    pg_temp.remark('note', t.n),
    CASE WHEN t.type = 'soap' THEN 'Says that the head hurts since the morning.' END,
    CASE WHEN t.type = 'soap' THEN 'No fever, neck supple.' END,
    CASE WHEN t.type = 'soap' THEN 'Tension headache.' END,
    CASE WHEN t.type = 'soap' THEN 'Rest and water, come back if no better.' END,
    CASE WHEN t.nr % 3 = 0 THEN '["headache"]'::jsonb END,
    t.nr % 10 = 6,
    t.nr % 4 <> 3,
    CASE WHEN t.nr % 4 <> 3 THEN t.written + interval '3 hours' END,
    t.nr % 20 = 5,
    CASE WHEN t.nr % 20 = 5 THEN 'Wrong side noted.' END,
    t.written + interval '1 hour',
    t.nurse,
    t.written + interval '3 hours',
    CASE WHEN t.nr % 37 = 5 THEN t.written + interval '1 day' END
FROM notes AS t;

INSERT INTO clinical_protocols (
    id, code, name, version, category, description, indications, contraindications, steps,
    decision_points, required_equipment, medications, status, approved_by, approved_date,
    effective_date, review_date, source_references, tags, created_at, created_by, updated_at
)
SELECT
    pg_temp.id('protocol', p.n),
    'SAMPLE-P' || p.n::text,
    p.name,
    CASE WHEN p.n % 3 = 0 THEN '2.1' ELSE '1.0' END,
    p.category,
    'Sample text, no medical advice: what to do, step by step.',
    jsonb_build_array(p.indication),
    CASE WHEN p.n % 2 = 0 THEN '["none known"]'::jsonb END,
    '["look", "listen", "act", "write it down"]',
    CASE WHEN p.n % 3 <> 1 THEN '[{"if": "no better", "then": "call 911"}]'::jsonb END,
    CASE WHEN p.n % 4 <> 2 THEN '["gloves"]'::jsonb END,
    jsonb_build_array(p.drug),
    p.status::protocol_status,
    CASE WHEN p.status NOT IN ('draft', 'under_review') THEN pg_temp.admin() END,
    CASE WHEN p.status NOT IN ('draft', 'under_review') THEN pg_temp.ago(700) END,
    CASE WHEN p.status NOT IN ('draft', 'under_review') THEN pg_temp.today() - 690 END,
    CASE WHEN p.status = 'active' THEN pg_temp.today() + 90 END,
    CASE WHEN p.n % 3 <> 2 THEN '["Sample Guideline 12"]'::jsonb END,
    CASE WHEN p.n % 3 <> 0 THEN '["first aid"]'::jsonb END,
    pg_temp.ago(720),
    pg_temp.staff(1, 11),
    pg_temp.ago(700)
FROM (
    VALUES
    (1, 'Anaphylaxis', 'emergency', 'swelling and wheezing', 'epinephrine', 'active'),
    (2, 'Asthma attack', 'respiratory', 'wheezing', 'albuterol', 'active'),
    (3, 'Seizure', 'neurology', 'convulsion', 'diazepam', 'active'),
    (4, 'Low blood sugar', 'diabetes', 'glucose below 70', 'glucagon', 'active'),
    (5, 'Head injury', 'trauma', 'blow to the head', 'none', 'under_review'),
    (6, 'Fever', 'general', 'temperature above 100.4 F', 'acetaminophen', 'draft'),
    (7, 'Head lice', 'infection', 'nits', 'none', 'deprecated'),
    (8, 'Heat exhaustion', 'emergency', 'dizziness in the heat', 'none', 'inactive')
) AS p (n, name, category, indication, drug, status);

INSERT INTO lab_results (
    id, student_id, test_type, test_name, test_code, status, ordered_date, ordered_by,
    collection_date, lab_name, performed_by, result_date, result, result_value, result_unit,
    reference_range, is_abnormal, abnormal_flags, interpretation, reviewed_by, reviewed_date,
    notes, created_at, updated_at, deleted_at
)
WITH tests AS (
    SELECT
        s.n,
        s.id,
        s.n / 10                                       AS nr,
        s.n / 10 % 7 IN (0, 1, 5)                      AS numeric_result,
        s.n / 10 % 7 IN (0, 1, 5) AND s.n / 10 % 4 = 1 AS abnormal,
        pg_temp.past('lab', s.n)                       AS ordered,
        pg_temp.turn(
            '{completed,reviewed,reviewed,pending,completed,reviewed,cancelled,reviewed}', s.n / 10
        )                                              AS status
    FROM sample_student AS s
    WHERE s.n % 10 = 8
)

SELECT
    pg_temp.id('lab', t.n),
    t.id,
    pg_temp.turn(
        '{hematology,chemistry,urinalysis,culture,microbiology,blood_test,other}', t.nr
    )::lab_test_type,
    pg_temp.turn(
        '{Hemoglobin,Glucose,Urine protein,Throat culture,Strep A antigen,Lead,Sweat test}', t.nr
    ),
    CASE
        WHEN t.nr % 9 <> 4
            THEN pg_temp.turn('{718-7,2345-7,2888-6,626-2,78012-2,5671-3,SAMPLE}', t.nr)
    END,
    CASE WHEN t.nr % 25 <> 12 THEN t.status::lab_result_status END,
    t.ordered,
    CASE WHEN t.nr % 6 <> 3 THEN 'Dr. ' || pg_temp.last_name('ordering', t.n) END,
    CASE WHEN t.status <> 'cancelled' THEN t.ordered + interval '1 hour' END,
    CASE WHEN t.nr % 5 <> 2 THEN 'Sample Laboratories' END,
    CASE WHEN t.nr % 5 <> 1 THEN 'Sample technician' END,
    CASE WHEN t.status IN ('completed', 'reviewed') THEN t.ordered + interval '20 hours' END,
    CASE
        WHEN t.status IN ('pending', 'cancelled') THEN t.status
        WHEN NOT t.numeric_result THEN pg_temp.pick('{negative,negative,positive}', 'found', t.n)
        WHEN t.abnormal THEN '9.9'
        ELSE '13.5'
    END,
    CASE
        WHEN t.numeric_result AND t.status IN ('completed', 'reviewed')
            THEN CASE WHEN t.abnormal THEN 9.9 ELSE 13.5 END
    END,
    CASE WHEN t.numeric_result THEN pg_temp.turn('{g/dL,mmol/L}', t.nr) END,
    CASE WHEN t.numeric_result THEN '11.5-15.5' END,
    t.abnormal,
    CASE WHEN t.abnormal THEN '["L"]'::jsonb END,
    CASE WHEN t.abnormal THEN 'Slightly low, repeat in four weeks.' END,
    CASE WHEN t.status = 'reviewed' THEN 'Dr. ' || pg_temp.last_name('reviewing', t.n) END,
    CASE WHEN t.status = 'reviewed' THEN t.ordered + interval '40 hours' END,
    CASE WHEN t.nr % 8 = 2 THEN 'Sample was drawn fasting.' END,
    t.ordered,
    t.ordered + interval '40 hours',
    CASE WHEN t.nr % 29 = 5 THEN t.ordered + interval '2 days' END
FROM tests AS t;

INSERT INTO medical_history (
    id, student_id, record_type, condition, diagnosis_code, category, severity, diagnosis_date,
    resolved_date, is_active, is_critical, requires_monitoring, treatment, medication,
    is_family_history, family_relation, notes, created_at, updated_at, deleted_at
)
WITH entries AS (
    SELECT
        s.n,
        s.id,
        s.entered,
        s.born,
        s.days,
        s.n / 5               AS nr,
        s.n / 5 % 6 = 3       AS of_family,
        s.n / 5 % 6 IN (2, 4) AS is_over
    FROM sample_student AS s
    WHERE s.n % 5 = 1
)

SELECT
    pg_temp.id('history', h.n),
    h.id,
    pg_temp.turn(
        '{condition,allergy,surgery,family_history,hospitalization,other}', h.nr
    )::medical_history_type,
    pg_temp.turn(
        '{Asthma,Egg allergy,Tonsillectomy,Diabetes,Pneumonia,Premature birth}', h.nr
    ),
    CASE
        WHEN h.nr % 4 <> 3
            THEN pg_temp.turn('{J45.909,Z91.012,J35.01,E11.9,J18.9,P07.30}', h.nr)
    END,
    CASE
        WHEN h.nr % 9 <> 7
            THEN pg_temp.turn(
                '{chronic,autoimmune,other,genetic,infectious,acute}', h.nr
            )::medical_history_category
    END,
    CASE
        WHEN h.nr % 7 <> 5
            THEN pg_temp.turn('{mild,moderate,severe,mild,critical}', h.nr)::condition_severity
    END,
    CASE WHEN h.nr % 8 <> 6 THEN (h.born + h.days / 3)::timestamptz END,
    CASE WHEN h.is_over THEN (h.born + h.days / 3 + 40)::timestamptz END,
    NOT h.is_over,
    h.nr % 20 = 0,
    h.nr % 6 = 0,
    CASE WHEN h.nr % 3 = 2 THEN 'Treated in hospital' END,
    CASE WHEN h.nr % 6 = 0 THEN 'albuterol' END,
    h.of_family,
    CASE
        WHEN h.of_family
            THEN pg_temp.turn(
                '{mother,father,sibling,grandparent,aunt,uncle,cousin,other}', h.nr / 6
            )::family_relation
    END,
    CASE WHEN h.nr % 5 = 2 THEN 'Told by the father.' END,
    h.entered + interval '2 days',
    h.entered + interval '2 days',
    CASE WHEN h.nr % 37 = 5 THEN h.entered + interval '30 days' END
FROM entries AS h;

INSERT INTO mental_health_records (
    id, student_id, record_type, record_date, counselor_id, therapist_id, psychiatrist_id,
    confidentiality_level, title, session_notes, assessment, diagnosis, diagnosis_code,
    treatment_plan, risk_level, risk_factors, protective_factors, interventions,
    follow_up_required, follow_up_date, follow_up_completed, referral_to, referral_reason,
    parent_notified, parent_notification_date, attachments, metadata, access_log, created_at,
    created_by, updated_at, updated_by, deleted_at
)
WITH sessions AS (
    SELECT
        s.n,
        s.id,
        s.counselor,
        s.n / 15                     AS nr,
        pg_temp.past('session', s.n) AS held,
        pg_temp.turn(
            '{COUNSELING_SESSION,ASSESSMENT,FOLLOW_UP,THERAPY_SESSION,SCREENING,PROGRESS_NOTE,
              REFERRAL,CRISIS_INTERVENTION,PSYCHIATRIC_EVALUATION}',
            s.n / 15
        )                            AS type
    FROM sample_student AS s
    WHERE s.n % 15 = 6
)

SELECT
    pg_temp.id('session', m.n),
    m.id,
    m.type::mental_health_record_type,
    m.held,
    CASE WHEN m.type NOT IN ('THERAPY_SESSION', 'PSYCHIATRIC_EVALUATION') THEN m.counselor END,
    CASE m.type WHEN 'THERAPY_SESSION' THEN m.counselor END,
    CASE m.type WHEN 'PSYCHIATRIC_EVALUATION' THEN m.counselor END,
    pg_temp.turn('{STANDARD,STANDARD,ENHANCED,STANDARD,MAXIMUM}', m.nr)::confidentiality_level,
    'Sample: ' || lower(replace(m.type, '_', ' ')),
    'Talked about school and friends.',
    CASE WHEN m.nr % 2 = 0 THEN 'Doing better than last month.' END,
    CASE WHEN m.nr % 4 = 1 THEN 'Adjustment disorder' END,
    CASE WHEN m.nr % 4 = 1 THEN 'F43.20' END,
    CASE WHEN m.nr % 3 = 0 THEN 'One talk a week until the holidays.' END,
    pg_temp.turn('{NONE,LOW,NONE,MODERATE,NONE,LOW,NONE,HIGH,CRITICAL}', m.nr)::risk_level,
    CASE WHEN m.nr % 3 = 1 THEN '{"moved recently","few friends"}'::text[] END,
    CASE WHEN m.nr % 3 = 1 THEN '{"close family"}'::text[] END,
    CASE WHEN m.nr % 2 = 1 THEN '{"breathing exercise"}'::text[] END,
    m.nr % 2 = 0,
    CASE WHEN m.nr % 2 = 0 THEN m.held + interval '14 days' END,
    m.nr % 4 = 0,
    CASE WHEN m.type = 'REFERRAL' OR m.nr % 7 = 5 THEN 'Imaginary Counseling' END,
    CASE WHEN m.type = 'REFERRAL' OR m.nr % 7 = 5 THEN 'Wished by the parents' END,
    m.nr % 3 <> 2,
    CASE WHEN m.nr % 3 <> 2 THEN m.held + interval '2 hours' END,
    CASE WHEN m.nr % 5 = 3 THEN '["https://example.org/form.pdf"]'::jsonb ELSE '[]' END,
    CASE WHEN m.nr % 2 = 0 THEN '{"minutes": 30}'::jsonb END,
    jsonb_build_array(jsonb_build_object('by', m.counselor, 'at', m.held)),
    m.held + interval '1 hour',
    m.counselor,
    m.held + interval '2 hours',
    CASE WHEN m.nr % 3 = 2 THEN m.counselor END,
    CASE WHEN m.nr % 17 = 5 THEN m.held + interval '1 day' END
FROM sessions AS m;

INSERT INTO treatment_plans (
    id, student_id, prescribed_by, status, diagnosis, plan_details, start_date, end_date,
    created_at, updated_at, deleted_at
)
WITH plans AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.n / 20                  AS nr,
        pg_temp.past('plan', s.n) AS began,
        pg_temp.turn(
            '{active,active,completed,draft,active,on_hold,cancelled}', s.n / 20
        )                         AS status
    FROM sample_student AS s
    WHERE s.n % 20 = 3
)

SELECT
    pg_temp.id('plan', p.n),
    p.id,
    p.nurse,
    p.status::treatment_plan_status,
    pg_temp.turn('{Asthma,Type 1 diabetes,Epilepsy,Sprained ankle}', p.nr),
    '{"goal": "no attacks at school", "schedule": "daily"}',
    p.began,
    CASE WHEN p.status = 'completed' OR p.nr % 3 = 0 THEN p.began + interval '60 days' END,
    p.began,
    p.began + interval '1 hour',
    CASE WHEN p.nr % 17 = 5 THEN p.began + interval '1 day' END
FROM plans AS p;

-- Twice as many prescriptions as plans: every other one belongs to the plan of the same student.

INSERT INTO prescriptions (
    id, student_id, visit_id, treatment_plan_id, prescribed_by, drug_name, drug_code, dosage,
    frequency, route, instructions, start_date, end_date, quantity, quantity_filled,
    refills_authorized, refills_used, status, pharmacy_name, filled_date, picked_up_date, notes,
    created_at, updated_at, deleted_at
)
WITH slips AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.visits,
        s.n / 10                  AS nr,
        pg_temp.past('plan', s.n) AS written,
        pg_temp.turn(
            '{picked_up,pending,sent,filled,picked_up,partially_filled,cancelled,expired,
              picked_up}',
            s.n / 10
        )                         AS status
    FROM sample_student AS s
    WHERE s.n % 10 = 3
)

SELECT
    pg_temp.id('prescription', p.n),
    p.id,
    CASE WHEN p.visits > 0 THEN pg_temp.id('visit', p.n * 10 + 1) END,
    CASE WHEN p.n % 20 = 3 THEN pg_temp.id('plan', p.n) END,
    p.nurse,
    pg_temp.turn('{Samplin albuterol,Samplin ibuprofen,Samplin amoxicillin}', p.nr),
    CASE WHEN p.nr % 4 <> 3 THEN pg_temp.turn('{00000-0001-01,00000-0003-01}', p.nr) END,
    pg_temp.turn('{2 puffs,200 mg,250 mg}', p.nr),
    pg_temp.turn('{every 6 hours,every 8 hours,twice daily}', p.nr),
    pg_temp.turn('{inhaled,oral,oral}', p.nr),
    CASE WHEN p.nr % 3 <> 2 THEN 'After a meal' END,
    p.written::date,
    CASE WHEN p.nr % 4 <> 1 THEN p.written::date + 30 END,
    30,
    CASE
        WHEN p.status IN ('filled', 'picked_up', 'expired') THEN 30
        WHEN p.status = 'partially_filled' THEN 10
        ELSE 0
    END,
    p.nr::integer % 3,
    CASE WHEN p.status = 'picked_up' THEN p.nr::integer % 3 ELSE 0 END,
    p.status::prescription_status,
    CASE WHEN p.status <> 'pending' THEN 'Imaginary Pharmacy' END,
    CASE
        WHEN p.status IN ('filled', 'picked_up', 'partially_filled')
            THEN p.written + interval '4 hours'
    END,
    CASE WHEN p.status = 'picked_up' THEN p.written + interval '8 hours' END,
    CASE WHEN p.nr % 6 = 2 THEN 'Generic is fine.' END,
    p.written,
    p.written + interval '8 hours',
    CASE WHEN p.nr % 29 = 5 THEN p.written + interval '1 day' END
FROM slips AS p;

-- ----------------------------------------------------------------------------
-- Appointments and vital signs
-- ----------------------------------------------------------------------------
-- Three in ten appointments are still to come.

INSERT INTO appointments (
    id, student_id, nurse_id, type, scheduled_at, duration, status, reason, notes,
    recurring_group_id, recurring_frequency, recurring_end_date, created_at, updated_at,
    deleted_at
)
WITH plans AS (
    SELECT
        s.id,
        s.nurse,
        s.n                                             AS student,
        a.n,
        pg_temp.chance('to come', a.n, 30)              AS to_come,
        pg_temp.past('appointment', a.n)                AS past,
        pg_temp.ago(1 + pg_temp.num('booked', a.n, 20)) AS booked
    FROM sample_student AS s
    CROSS JOIN LATERAL generate_series(s.n * 10 + 1, s.n * 10 + s.appointments) AS a (n)
)

SELECT
    pg_temp.id('appointment', a.n),
    a.id,
    CASE WHEN a.n % 16 <> 7 THEN a.nurse END,
    pg_temp.pick(
        '{ROUTINE_CHECKUP,MEDICATION_ADMINISTRATION,INJURY_ASSESSMENT,ILLNESS_EVALUATION,FOLLOW_UP,
          SCREENING,EMERGENCY,ROUTINE_CHECKUP,SCREENING,FOLLOW_UP,SCREENING}',
        'appointment type', a.n
    )::appointment_type,
    CASE WHEN a.to_come THEN pg_temp.future('appointment', a.n) ELSE a.past END,
    pg_temp.pick('{15,15,30,30,30,45,60,120}', 'duration', a.n)::integer,
    CASE
        WHEN a.to_come THEN pg_temp.pick(
            '{SCHEDULED,SCHEDULED,SCHEDULED,SCHEDULED,SCHEDULED,SCHEDULED,SCHEDULED,CANCELLED}',
            'state', a.n
        )
        ELSE pg_temp.pick(
            '{COMPLETED,COMPLETED,COMPLETED,COMPLETED,COMPLETED,COMPLETED,COMPLETED,COMPLETED,
              COMPLETED,COMPLETED,COMPLETED,COMPLETED,COMPLETED,COMPLETED,COMPLETED,COMPLETED,
              COMPLETED,CANCELLED,CANCELLED,NO_SHOW,NO_SHOW,NO_SHOW,IN_PROGRESS}',
            'state', a.n
        )
    END::appointment_status,
    pg_temp.pick('{Yearly check-up,Asthma review,Bandage,Sports form,Hearing}', 'reason', a.n),
    CASE WHEN a.n % 7 = 3 THEN 'Bring the inhaler.' END,
    CASE WHEN a.student % 12 = 5 THEN pg_temp.id('series', a.student) END,
    CASE
        WHEN a.student % 12 = 5 THEN pg_temp.pick('{WEEKLY,MONTHLY}', 'rhythm', a.student)
    END,
    CASE WHEN a.student % 12 = 5 THEN pg_temp.ago(-120) END,
    CASE WHEN a.to_come THEN a.booked ELSE a.past - interval '5 days' END,
    CASE WHEN a.to_come THEN a.booked ELSE a.past + interval '1 hour' END,
    CASE
        WHEN a.n % 61 = 3 AND a.to_come THEN a.booked + interval '1 hour'
        WHEN a.n % 61 = 3 THEN a.past + interval '1 day'
    END
FROM plans AS a;

INSERT INTO appointment_reminders (
    id, appointment_id, type, scheduled_for, status, sent_at, failure_reason, message, created_at,
    updated_at, deleted_at
)
WITH plans AS (
    SELECT
        s.n * 10 + 1                                AS n,
        s.n / 2                                     AS nr,
        s.first_name,
        pg_temp.chance('to come', s.n * 10 + 1, 30) AS to_come,
        CASE
            WHEN pg_temp.chance('to come', s.n * 10 + 1, 30)
                THEN pg_temp.future('appointment', s.n * 10 + 1)
            ELSE pg_temp.past('appointment', s.n * 10 + 1)
        END - interval '1 day'                      AS due,
        pg_temp.pick(
            '{SENT,SENT,SENT,SENT,SENT,SENT,FAILED,CANCELLED}', 'reminder', s.n
        )                                           AS outcome
    FROM sample_student AS s
    WHERE s.n % 2 = 0 AND s.appointments > 0
)

SELECT
    pg_temp.id('reminder', r.n),
    pg_temp.id('appointment', r.n),
    pg_temp.turn('{EMAIL,SMS,PUSH_NOTIFICATION}', r.nr)::reminder_channel,
    r.due,
    CASE WHEN r.to_come THEN 'SCHEDULED' ELSE r.outcome END::reminder_status,
    CASE WHEN NOT r.to_come AND r.outcome = 'SENT' THEN r.due + interval '1 minute' END,
    CASE WHEN NOT r.to_come AND r.outcome = 'FAILED' THEN 'Mailbox full' END,
    r.first_name || ' has an appointment with the school nurse tomorrow.',
    CASE WHEN r.to_come THEN pg_temp.ago(1) ELSE r.due - interval '2 days' END,
    CASE WHEN r.to_come THEN pg_temp.ago(1) ELSE r.due + interval '1 minute' END,
    CASE WHEN r.nr % 47 = 5 THEN pg_temp.ago(1) END
FROM plans AS r;

INSERT INTO appointment_waitlist (
    id, student_id, nurse_id, type, preferred_date, duration, priority, reason, notes, status,
    notified_at, expires_at, created_at, updated_at, deleted_at
)
WITH entries AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.n / 20                                         AS nr,
        pg_temp.ago(3 + pg_temp.num('waiting', s.n, 25)) AS asked,
        pg_temp.turn(
            '{WAITING,NOTIFIED,SCHEDULED,WAITING,EXPIRED,CANCELLED,WAITING}', s.n / 20
        )                                                AS status
    FROM sample_student AS s
    WHERE s.n % 20 = 9
)

SELECT
    pg_temp.id('waiting', w.n),
    w.id,
    CASE WHEN w.nr % 3 <> 1 THEN w.nurse END,
    pg_temp.turn(
        '{SCREENING,ROUTINE_CHECKUP,FOLLOW_UP,MEDICATION_ADMINISTRATION,INJURY_ASSESSMENT,
          ILLNESS_EVALUATION,EMERGENCY,SCREENING}',
        w.nr
    )::appointment_type,
    CASE WHEN w.nr % 4 <> 2 THEN pg_temp.future('wish', w.n) END,
    15 + 15 * (w.nr % 3)::integer,
    pg_temp.turn('{NORMAL,LOW,NORMAL,HIGH,URGENT}', w.nr)::waitlist_priority,
    'Sample follow-up',
    CASE WHEN w.nr % 4 = 1 THEN 'Mornings only.' END,
    w.status::waitlist_status,
    CASE WHEN w.status IN ('NOTIFIED', 'SCHEDULED') THEN w.asked + interval '1 day' END,
    CASE WHEN w.nr % 3 <> 0 THEN w.asked + interval '30 days' END,
    w.asked,
    w.asked + interval '1 day',
    CASE WHEN w.nr % 17 = 5 THEN w.asked + interval '2 days' END
FROM entries AS w;

INSERT INTO vital_signs (
    id, student_id, health_record_id, appointment_id, measurement_date, measured_by,
    measured_by_role, temperature, temperature_unit, temperature_site, heart_rate, heart_rhythm,
    respiratory_rate, blood_pressure_systolic, blood_pressure_diastolic, blood_pressure_position,
    oxygen_saturation, oxygen_supplemental, weight, weight_unit, height, height_unit, bmi, pain,
    pain_location, consciousness, glucose_level, peak_flow, is_abnormal, abnormal_flags, notes,
    created_at, created_by, updated_at, updated_by, deleted_at
)
WITH readings AS (
    SELECT
        s.id,
        s.n                                             AS student,
        s.nurse,
        s.appointments,
        s.centimetres,
        s.cohort,
        s.bmi,
        s.bmi * s.centimetres * s.centimetres / 10000.0 AS kilograms,
        v.n,
        v.n % 12 = 5                                    AS metric,
        pg_temp.chance('ill', v.n, 8)                   AS ill,
        pg_temp.past('vital signs', v.n)                AS held
    FROM sample_student AS s
    CROSS JOIN LATERAL generate_series(
        s.n * 10 + 1, s.n * 10 + pg_temp.num('vital signs', s.n, 4)
    ) AS v (n)
)

SELECT
    pg_temp.id('vital signs', v.n),
    v.id,
    CASE WHEN v.n % 6 = 2 THEN pg_temp.id('record', v.student * 10 + 1) END,
    CASE
        WHEN v.appointments > 0 AND v.n - v.student * 10 = 1
            THEN pg_temp.id('appointment', v.student * 10 + 1)
    END,
    v.held,
    CASE WHEN v.n % 9 <> 4 THEN 'School nurse' END,
    CASE WHEN v.n % 4 <> 3 THEN 'RN' END,
    round(
        (
            97.4 + pg_temp.num('temperature', v.n, 17) / 10.0 + CASE WHEN v.ill THEN 3 ELSE 0 END
            - CASE WHEN v.metric THEN 32 ELSE 0 END
        ) * CASE WHEN v.metric THEN 5 / 9.0 ELSE 1 END,
        1
    ),
    CASE WHEN v.metric THEN 'C' ELSE 'F' END::temperature_unit,
    CASE WHEN v.n % 3 > 0 THEN pg_temp.pick('{oral,tympanic,temporal}', 'site', v.n) END,
    CASE
        WHEN v.n % 10 <> 9
            THEN 115 - 2 * v.cohort + pg_temp.num('pulse', v.n, 20) + 15 * v.ill::integer
    END,
    CASE WHEN v.n % 5 = 1 THEN pg_temp.pick('{regular,regular,irregular}', 'rhythm', v.n) END,
    CASE WHEN v.n % 4 <> 2 THEN 25 - v.cohort / 2 + pg_temp.num('breath', v.n, 5) END,
    CASE WHEN v.n % 4 <> 0 THEN 88 + v.cohort + pg_temp.num('systolic', v.n, 16) END,
    CASE WHEN v.n % 4 <> 0 THEN 50 + v.cohort + pg_temp.num('diastolic', v.n, 12) END,
    CASE WHEN v.n % 4 <> 0 AND v.n % 3 = 1 THEN 'sitting' END,
    CASE
        WHEN v.n % 5 <> 3 THEN 96 + pg_temp.num('oxygen', v.n, 5) - 3 * v.ill::integer
    END,
    v.ill AND v.n % 5 = 0,
    CASE
        WHEN v.n % 3 = 0
            THEN round(CASE WHEN v.metric THEN v.kilograms ELSE v.kilograms * 2.2046 END, 1)
    END,
    CASE WHEN v.metric THEN 'kg' ELSE 'lbs' END::weight_unit,
    CASE
        WHEN v.n % 3 = 0
            THEN round(CASE WHEN v.metric THEN v.centimetres ELSE v.centimetres / 2.54 END, 1)
    END,
    CASE WHEN v.metric THEN 'cm' ELSE 'inches' END::height_unit,
    CASE WHEN v.n % 3 = 0 THEN v.bmi END,
    CASE WHEN v.n % 2 = 0 THEN pg_temp.num('pain', v.n, 8) END,
    CASE WHEN v.n % 4 = 0 THEN pg_temp.pick('{head,abdomen,knee,throat}', 'where', v.n) END,
    CASE
        WHEN v.n % 8 <> 7 THEN
            CASE
                WHEN v.ill THEN pg_temp.pick(
                    '{ALERT,DROWSY,LETHARGIC,VERBAL,CONFUSED,PAIN,UNRESPONSIVE}', 'level', v.n
                )
                ELSE 'ALERT'
            END
    END::consciousness_level,
    CASE WHEN v.n % 9 = 1 THEN 80 + pg_temp.num('glucose', v.n, 60) END,
    CASE WHEN v.n % 9 = 5 THEN 150 + 15 * v.cohort + pg_temp.num('peak flow', v.n, 60) END,
    v.ill,
    CASE WHEN v.ill THEN '["temperature", "oxygen_saturation"]'::jsonb END,
    CASE WHEN v.n % 11 = 6 THEN 'After gym.' END,
    v.held + interval '3 minutes',
    CASE WHEN v.n % 3 <> 1 THEN v.nurse END,
    v.held + interval '3 minutes',
    CASE WHEN v.n % 9 = 2 THEN v.nurse END,
    CASE WHEN v.n % 61 = 3 THEN v.held + interval '1 day' END
FROM readings AS v;

-- ----------------------------------------------------------------------------
-- Incidents and follow-ups
-- ----------------------------------------------------------------------------

INSERT INTO incident_reports (
    id, student_id, reported_by_id, type, severity, description, location, witnesses,
    actions_taken, parent_notified, parent_notification_method, parent_notified_at,
    parent_notified_by, follow_up_required, follow_up_notes, attachments, evidence_photos,
    evidence_videos, insurance_claim_number, insurance_claim_status, legal_compliance_status,
    occurred_at, created_at, created_by, updated_at, updated_by, deleted_at
)
WITH incidents AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.administrator,
        s.n / 10                      AS nr,
        pg_temp.past('incident', s.n) AS happened
    FROM sample_student AS s
    WHERE s.n % 10 = 4
)

SELECT
    pg_temp.id('incident', i.n),
    i.id,
    i.nurse,
    pg_temp.turn(
        '{INJURY,ILLNESS,INJURY,BEHAVIORAL,ALLERGIC_REACTION,INJURY,MEDICATION_ERROR,EMERGENCY,
          OTHER}',
        i.nr
    )::incident_type,
    pg_temp.turn('{LOW,MEDIUM,LOW,HIGH,MEDIUM,LOW,CRITICAL}', i.nr)::severity_level,
    pg_temp.turn(
        '{Fell from the swing.,Felt faint in the lunch line.,Ran into another child.,
          Stung by a bee at recess.,Slipped on the wet floor.}',
        i.nr
    ),
    pg_temp.turn('{Playground,Cafeteria,Gym,Hallway,Bus stop}', i.nr),
    CASE
        WHEN i.nr % 2 = 0 THEN ARRAY['Coach ' || pg_temp.last_name('coach', i.n)]
        ELSE '{}'
    END,
    'First aid. ' || pg_temp.remark('incident', i.n),
    i.nr % 5 <> 3,
    CASE WHEN i.nr % 5 <> 3 THEN pg_temp.turn('{phone,email}', i.nr) END,
    CASE WHEN i.nr % 5 <> 3 THEN i.happened + interval '40 minutes' END,
    CASE WHEN i.nr % 5 <> 3 THEN i.nurse END,
    i.n % 20 = 4,
    CASE WHEN i.n % 20 = 4 THEN 'See the follow-up actions.' END,
    CASE
        WHEN i.nr % 3 = 0 THEN ARRAY['https://example.org/forms/' || i.n::text || '.pdf'] ELSE '{}'
    END,
    CASE
        WHEN i.nr % 4 = 0 THEN ARRAY['https://example.org/photos/' || i.n::text || '.jpg'] ELSE '{}'
    END,
    CASE
        WHEN i.nr % 9 = 1 THEN ARRAY['https://example.org/films/' || i.n::text || '.mp4'] ELSE '{}'
    END,
    CASE WHEN i.nr % 3 = 1 THEN 'SAMPLE-CLAIM-' || i.n::text END,
    CASE
        WHEN i.nr % 3 <> 2
            THEN pg_temp.turn(
                '{FILED,NOT_FILED,PENDING,APPROVED,DENIED,CLOSED,NOT_FILED}', i.nr
            )::insurance_claim_status
    END,
    pg_temp.turn(
        '{COMPLIANT,PENDING,COMPLIANT,UNDER_REVIEW,NON_COMPLIANT}', i.nr
    )::legal_compliance_status,
    i.happened,
    i.happened + interval '1 hour',
    i.nurse,
    i.happened + interval '2 hours',
    CASE WHEN i.nr % 3 = 0 THEN i.administrator END,
    CASE WHEN i.nr % 29 = 5 THEN i.happened + interval '1 day' END
FROM incidents AS i;

INSERT INTO witness_statements (
    id, incident_report_id, witness_name, witness_type, witness_contact, statement, verified,
    verified_by, verified_at, created_at, updated_at, deleted_at
)
WITH statements AS (
    SELECT
        w.n,
        s.n                           AS student,
        s.n / 20 + w.n - s.n * 10     AS nr,
        s.administrator,
        pg_temp.past('incident', s.n) AS happened
    FROM sample_student AS s
    CROSS JOIN LATERAL generate_series(
        s.n * 10 + 1, s.n * 10 + 1 + pg_temp.num('witnesses', s.n, 2)
    ) AS w (n)
    WHERE s.n % 20 = 4
)

SELECT
    pg_temp.id('witness', w.n),
    pg_temp.id('incident', w.student),
    pg_temp.first_name('witness', w.n) || ' ' || pg_temp.last_name('witness', w.n),
    pg_temp.turn('{STUDENT,STAFF,STUDENT,PARENT,GUARDIAN,VISITOR,OTHER}', w.nr)::witness_type,
    CASE WHEN w.nr % 3 <> 0 THEN pg_temp.phone('witness', w.n) END,
    'I saw it from the bench.',
    w.nr % 2 = 0,
    CASE WHEN w.nr % 2 = 0 THEN w.administrator END,
    CASE WHEN w.nr % 2 = 0 THEN w.happened + interval '20 hours' END,
    w.happened + interval '3 hours',
    w.happened + interval '20 hours',
    CASE WHEN w.nr % 17 = 5 THEN w.happened + interval '1 day' END
FROM statements AS w;

INSERT INTO follow_up_actions (
    id, incident_report_id, action, due_date, priority, status, assigned_to, completed_at,
    completed_by, notes, created_at, updated_at, deleted_at
)
WITH actions AS (
    SELECT
        a.n,
        s.n                           AS student,
        s.n / 20 + a.n - s.n * 10     AS nr,
        s.nurse,
        s.administrator,
        pg_temp.past('incident', s.n) AS happened,
        pg_temp.turn(
            '{COMPLETED,PENDING,COMPLETED,IN_PROGRESS,COMPLETED,CANCELLED}',
            s.n / 20 + a.n - s.n * 10
        )                             AS status
    FROM sample_student AS s
    CROSS JOIN LATERAL generate_series(
        s.n * 10 + 1, s.n * 10 + 1 + pg_temp.num('actions', s.n, 2)
    ) AS a (n)
    WHERE s.n % 20 = 4
)

SELECT
    pg_temp.id('action', a.n),
    pg_temp.id('incident', a.student),
    pg_temp.turn('{Call the parents again.,Have the swing checked.,Talk to the class.}', a.nr),
    a.happened + interval '10 days',
    pg_temp.turn('{MEDIUM,LOW,HIGH,MEDIUM,URGENT}', a.nr)::action_priority,
    a.status::follow_up_action_status,
    CASE WHEN a.nr % 4 <> 3 THEN a.administrator END,
    CASE WHEN a.status = 'COMPLETED' THEN a.happened + interval '2 days' END,
    CASE WHEN a.status = 'COMPLETED' THEN a.nurse END,
    CASE WHEN a.nr % 3 = 1 THEN 'Done by telephone.' END,
    a.happened + interval '2 hours',
    a.happened + interval '2 days',
    CASE WHEN a.nr % 17 = 5 THEN a.happened + interval '1 day' END
FROM actions AS a;

-- A rescheduled appointment and its successor name each other; the foreign keys are checked at
-- the end of the statement, so both rows come in one.

INSERT INTO follow_up_appointments (
    id, student_id, original_visit_id, scheduled_by, scheduled_date, duration_minutes, reason,
    type, status, assigned_to, reminder_sent, reminder_sent_at, confirmed_at, completed_visit_id,
    completed_at, cancelled_at, cancellation_reason, rescheduled_from_id, rescheduled_to_id,
    notes, priority, created_at, updated_at, deleted_at
)
WITH bookings AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.visits,
        s.n / 10                     AS nr,
        pg_temp.past('booking', s.n) AS booked,
        pg_temp.turn(
            '{completed,scheduled,rescheduled,confirmed,completed,cancelled,reminded,missed}',
            s.n / 10
        )                            AS status
    FROM sample_student AS s
    WHERE s.n % 10 = 5
),

appointments AS (
    SELECT
        b.n * 10 + g.k                                       AS n,
        b.n                                                  AS student,
        g.k,
        b.id,
        b.nurse,
        b.visits,
        b.nr,
        b.booked,
        b.status                                             AS first_status,
        CASE WHEN g.k = 2 THEN 'confirmed' ELSE b.status END AS status
    FROM bookings AS b
    CROSS JOIN LATERAL generate_series(
        1, CASE WHEN b.status = 'rescheduled' THEN 2 ELSE 1 END
    ) AS g (k)
)

SELECT
    pg_temp.id('follow-up', a.n),
    a.id,
    CASE WHEN a.visits > 0 THEN pg_temp.id('visit', a.student * 10 + 1) END,
    a.nurse,
    a.booked + a.k * interval '20 hours',
    15 + 15 * (a.nr % 2)::integer,
    'See how it heals.',
    pg_temp.turn('{wound check,recheck,medication review}', a.nr),
    a.status::follow_up_appointment_status,
    CASE WHEN a.nr % 5 <> 3 THEN a.nurse END,
    a.status NOT IN ('scheduled', 'cancelled'),
    CASE WHEN a.status NOT IN ('scheduled', 'cancelled') THEN a.booked + interval '1 hour' END,
    CASE WHEN a.status IN ('confirmed', 'completed') THEN a.booked + interval '2 hours' END,
    CASE
        WHEN a.status = 'completed' AND a.visits > 1
            THEN pg_temp.id('visit', a.student * 10 + 2)
    END,
    CASE WHEN a.status = 'completed' THEN a.booked + interval '20 hours' END,
    CASE WHEN a.status = 'cancelled' THEN a.booked + interval '3 hours' END,
    CASE WHEN a.status = 'cancelled' THEN 'The parents will see their doctor.' END,
    CASE WHEN a.k = 2 THEN pg_temp.id('follow-up', a.n - 1) END,
    CASE WHEN a.status = 'rescheduled' THEN pg_temp.id('follow-up', a.n + 1) END,
    CASE WHEN a.nr % 4 = 1 THEN 'Ask about sports.' END,
    pg_temp.turn('{normal,normal,high,low}', a.nr),
    a.booked,
    a.booked + interval '20 hours',
    CASE WHEN a.nr % 29 = 5 THEN a.booked + interval '1 day' END
FROM appointments AS a;

-- ----------------------------------------------------------------------------
-- Messages
-- ----------------------------------------------------------------------------
-- Three conversations for each school. The members are its first nurse, the counselor, the
-- administrator and the viewer: the first two, three or all four of them.

INSERT INTO conversations (
    id, type, name, description, avatar_url, tenant_id, created_by_id, last_message_at, metadata,
    is_archived, created_at, updated_at, deleted_at
)
SELECT
    pg_temp.id('conversation', v.n),
    pg_temp.turn('{DIRECT,GROUP,CHANNEL}', v.n - c.n * 10 - 1)::conversation_type,
    pg_temp.turn('{NULL,Health office,School news}', v.n - c.n * 10 - 1),
    CASE WHEN v.n - c.n * 10 = 3 THEN 'For everybody at the school.' END,
    CASE WHEN v.n - c.n * 10 = 3 THEN 'https://example.org/avatars/school.png' END,
    c.id,
    pg_temp.staff(c.n, 11),
    CASE WHEN v.n % 9 <> 2 THEN pg_temp.ago(3) END,
    CASE WHEN v.n % 4 = 0 THEN '{"color": "green"}'::jsonb ELSE '{}' END,
    v.n % 11 = 1,
    pg_temp.ago(300),
    pg_temp.ago(3),
    CASE WHEN v.n % 27 = 12 THEN pg_temp.ago(2) END
FROM sample_school AS c
CROSS JOIN LATERAL generate_series(c.n * 10 + 1, c.n * 10 + 3) AS v (n);

INSERT INTO conversation_participants (
    id, conversation_id, user_id, role, joined_at, last_read_at, is_muted, is_pinned, custom_name,
    notification_preference, metadata, created_at, updated_at
)
SELECT
    pg_temp.id('participant', v.n * 10 + p.place),
    pg_temp.id('conversation', v.n),
    pg_temp.staff(c.n, (ARRAY[11, 2, 1, 3])[p.place]),
    (ARRAY['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'])[p.place]::participant_role,
    pg_temp.ago(300),
    CASE WHEN p.place < 4 THEN pg_temp.ago(2) END,
    p.place = 3 AND c.n % 3 = 1,
    p.place = 1,
    CASE WHEN p.place = 2 AND c.n % 2 = 1 THEN 'Counseling desk' END,
    (ARRAY['ALL', 'ALL', 'MENTIONS', 'NONE'])[p.place]::notification_preference,
    CASE WHEN p.place = 1 THEN '{"sound": "chime"}'::jsonb ELSE '{}' END,
    pg_temp.ago(300),
    pg_temp.ago(2)
FROM sample_school AS c
CROSS JOIN LATERAL generate_series(c.n * 10 + 1, c.n * 10 + 3) AS v (n)
CROSS JOIN LATERAL generate_series(1, (v.n - c.n * 10 + 1)::integer) AS p (place);

INSERT INTO message_templates (
    id, name, subject, content, type, category, variables, is_active, created_by_id, created_at,
    updated_at
)
SELECT
    pg_temp.id('message template', g.n),
    'Sample template ' || g.n::text,
    CASE WHEN g.n % 4 = 0 THEN 'About {{student}}' END,
    'Dear {{parent}}, please call the school nurse about {{student}}.',
    pg_temp.turn('{EMAIL,SMS,PUSH_NOTIFICATION,VOICE}', g.n)::message_template_type,
    pg_temp.turn(
        '{APPOINTMENT,MEDICATION,EMERGENCY,NOTIFICATION,REMINDER}', g.n
    )::message_template_category,
    CASE WHEN g.n <> 7 THEN '{parent,student}'::varchar[] ELSE '{}' END,
    g.n <> 9,
    pg_temp.admin(),
    pg_temp.ago(700),
    pg_temp.ago(500)
FROM generate_series(1, 20) AS g (n);

-- Messages of the chats, eight in each. Every third answers the one before.

INSERT INTO messages (
    id, conversation_id, sender_id, content, encrypted_content, is_encrypted, encryption_metadata,
    encryption_version, priority, category, attachments, parent_id, thread_id, is_edited,
    edited_at, metadata, created_at, updated_at, deleted_at
)
SELECT
    pg_temp.id('message', v.n * 10 + m.k),
    pg_temp.id('conversation', v.n),
    pg_temp.staff(c.n, (ARRAY[11, 2, 1, 3])[(1 + m.k % (v.n - c.n * 10 + 1))::integer]),
    pg_temp.pick(
        '{Can you cover the clinic at noon?,The new thermometers have arrived.,
          Please send me the list for the field trip.,Meeting moved to Thursday.,
          Thank you.,The form is in your mailbox.,Who has the key to the cabinet?}',
        'message', v.n * 10 + m.k
    ),
    CASE WHEN m.k = 5 THEN 'c2FtcGxl' END,
    m.k = 5,
    CASE WHEN m.k = 5 THEN '{"algorithm": "sample", "keyId": "sample-1"}'::jsonb END,
    CASE WHEN m.k = 5 THEN '1.0.0' END,
    pg_temp.pick('{MEDIUM,MEDIUM,MEDIUM,LOW,LOW,HIGH,URGENT}', 'urgency', v.n * 10 + m.k
    )::action_priority,
    pg_temp.pick('{GENERAL,GENERAL,HEALTH_UPDATE,COMPLIANCE}', 'topic', v.n * 10 + m.k
    )::message_category,
    CASE WHEN m.k = 7 THEN '{https://example.org/list.pdf}'::varchar[] ELSE '{}' END,
    CASE WHEN m.k % 3 = 0 THEN pg_temp.id('message', v.n * 10 + m.k - 1) END,
    CASE WHEN m.k % 3 = 0 THEN pg_temp.id('message', v.n * 10 + m.k - 1) END,
    m.k = 4,
    CASE WHEN m.k = 4 THEN pg_temp.ago(100 - 10 * m.k) END,
    CASE WHEN m.k = 2 THEN '{"client": "web"}'::jsonb ELSE '{}' END,
    pg_temp.ago(101 - 10 * m.k),
    pg_temp.ago(100 - 10 * m.k),
    CASE WHEN (v.n + m.k) % 37 = 5 THEN pg_temp.ago(1) END
FROM sample_school AS c
CROSS JOIN LATERAL generate_series(c.n * 10 + 1, c.n * 10 + 3) AS v (n)
CROSS JOIN generate_series(1, 8) AS m (k);

-- Announcements to many, ten from each school.

INSERT INTO messages (
    id, sender_id, template_id, subject, content, priority, category, recipient_count,
    scheduled_at, attachments, created_at, updated_at, deleted_at
)
SELECT
    pg_temp.id('announcement', a.n),
    pg_temp.staff(c.n, 11),
    CASE WHEN a.n % 4 <> 1 THEN pg_temp.id('message template', 1 + a.n % 20) END,
    'Sample announcement ' || (a.n % 100)::text,
    'Please return the form by Friday.',
    pg_temp.turn('{MEDIUM,LOW,HIGH,URGENT}', a.n)::action_priority,
    pg_temp.turn(
        '{GENERAL,EMERGENCY,HEALTH_UPDATE,APPOINTMENT_REMINDER,MEDICATION_REMINDER,
          INCIDENT_NOTIFICATION,COMPLIANCE}',
        a.n
    )::message_category,
    3,
    CASE WHEN a.n % 5 = 0 THEN pg_temp.past('announcement', a.n) END,
    CASE WHEN a.n % 6 = 0 THEN '{https://example.org/letter.pdf}'::varchar[] ELSE '{}' END,
    pg_temp.past('announcement', a.n),
    pg_temp.past('announcement', a.n) + interval '1 minute',
    CASE WHEN a.n % 37 = 5 THEN pg_temp.past('announcement', a.n) + interval '1 day' END
FROM sample_school AS c
CROSS JOIN LATERAL generate_series(c.n * 100 + 1, c.n * 100 + 10) AS a (n);

INSERT INTO message_delivery (
    id, message_id, recipient_type, recipient_id, channel, status, contact_info, sent_at,
    delivered_at, failure_reason, external_id, created_at, updated_at, deleted_at
)
WITH deliveries AS (
    SELECT
        a.n * 10 + r.k                                                   AS n,
        a.n                                                              AS announcement,
        c.n                                                              AS school,
        pg_temp.past('announcement', a.n)                                AS written,
        pg_temp.turn(
            '{PARENT,GUARDIAN,EMERGENCY_CONTACT,STUDENT,NURSE,STAFF,ADMINISTRATOR}',
            c.n + a.n % 100 + r.k
        )                                                                AS type,
        pg_temp.pick(
            '{DELIVERED,DELIVERED,DELIVERED,DELIVERED,SENT,PENDING,FAILED,BOUNCED}',
            'delivery', a.n * 10 + r.k
        )                                                                AS status,
        1 + pg_temp.num('recipient', a.n * 10 + r.k, pg_temp.students()) AS student
    FROM sample_school AS c
    CROSS JOIN LATERAL generate_series(c.n * 100 + 1, c.n * 100 + 10) AS a (n)
    CROSS JOIN generate_series(1, 3) AS r (k)
)

SELECT
    pg_temp.id('delivery', d.n),
    pg_temp.id('announcement', d.announcement),
    d.type::recipient_type,
    CASE
        WHEN d.type = 'STUDENT' THEN pg_temp.id('student', d.student)
        WHEN d.type = 'NURSE' THEN pg_temp.staff(d.school, 11)
        WHEN d.type = 'STAFF' THEN pg_temp.staff(d.school, 2)
        WHEN d.type = 'ADMINISTRATOR' THEN pg_temp.staff(d.school, 1)
        ELSE pg_temp.id('emergency contact', d.student * 10 + 1)
    END,
    pg_temp.turn('{EMAIL,SMS,PUSH,IN_APP}', d.n)::message_delivery_channel,
    d.status::message_delivery_status,
    CASE
        WHEN d.n % 4 = 0 THEN 'contact' || d.n::text || '@example.org'
        WHEN d.n % 4 = 1 THEN pg_temp.phone('delivery', d.n)
    END,
    CASE WHEN d.status <> 'PENDING' THEN d.written + interval '1 minute' END,
    CASE WHEN d.status = 'DELIVERED' THEN d.written + interval '2 minutes' END,
    CASE WHEN d.status IN ('FAILED', 'BOUNCED') THEN 'Mailbox full' END,
    CASE WHEN d.status <> 'PENDING' THEN 'SAMPLE-DELIVERY-' || d.n::text END,
    d.written,
    d.written + interval '2 minutes',
    CASE WHEN d.n % 61 = 3 THEN d.written + interval '1 day' END
FROM deliveries AS d;

INSERT INTO message_reactions (id, message_id, user_id, emoji, created_at, updated_at)
SELECT
    pg_temp.id('reaction', v.n * 10 + m.k),
    pg_temp.id('message', v.n * 10 + m.k),
    pg_temp.staff(c.n, (ARRAY[11, 2, 1, 3])[(1 + (m.k + 1) % (v.n - c.n * 10 + 1))::integer]),
    pg_temp.pick('{:thumbsup:,:heart:,:tada:}', 'emoji', v.n * 10 + m.k),
    pg_temp.ago(100 - 10 * m.k),
    pg_temp.ago(100 - 10 * m.k)
FROM sample_school AS c
CROSS JOIN LATERAL generate_series(c.n * 10 + 1, c.n * 10 + 3) AS v (n)
CROSS JOIN generate_series(1, 8) AS m (k)
WHERE m.k % 4 = 1;

INSERT INTO message_read (id, message_id, user_id, read_at, created_at, updated_at)
SELECT
    pg_temp.id('receipt', v.n * 10 + m.k),
    pg_temp.id('message', v.n * 10 + m.k),
    pg_temp.staff(c.n, (ARRAY[11, 2, 1, 3])[(1 + (m.k + 1) % (v.n - c.n * 10 + 1))::integer]),
    pg_temp.ago(100 - 10 * m.k),
    pg_temp.ago(100 - 10 * m.k),
    pg_temp.ago(100 - 10 * m.k)
FROM sample_school AS c
CROSS JOIN LATERAL generate_series(c.n * 10 + 1, c.n * 10 + 3) AS v (n)
CROSS JOIN generate_series(1, 8) AS m (k)
WHERE m.k < 8;

-- ----------------------------------------------------------------------------
-- Alerts and notifications
-- ----------------------------------------------------------------------------

INSERT INTO alert_rules (
    id, district_id, school_id, name, description, category, severity, is_active, priority,
    trigger_conditions, notification_channels, target_roles, target_users, auto_escalate_after,
    cooldown_period, requires_acknowledgment, expires_after, metadata, last_triggered,
    trigger_count, created_at, created_by, updated_at, updated_by
)
SELECT
    pg_temp.id('rule', r.n),
    CASE WHEN r.n % 3 = 0 THEN pg_temp.id('district', 1) END,
    CASE WHEN r.n % 3 = 1 THEN pg_temp.id('school', 1) END,
    'Sample rule ' || r.n::text || ': ' || r.watched,
    CASE WHEN r.n % 4 <> 3 THEN 'Watches for ' || r.watched || '.' END,
    r.category::alert_category,
    r.severity::alert_severity,
    r.n <> 5,
    r.n,
    jsonb_build_object('event', r.watched, 'times', r.n),
    '["EMAIL", "WEBSOCKET"]',
    CASE WHEN r.n % 5 <> 2 THEN '{NURSE,SCHOOL_ADMIN}'::varchar[] END,
    CASE WHEN r.n % 5 = 2 THEN ARRAY[pg_temp.staff(1, 11), pg_temp.staff(1, 1)] END,
    CASE WHEN r.n % 2 = 0 THEN 30 END,
    CASE WHEN r.n % 3 <> 2 THEN 60 END,
    r.n % 2 = 0,
    CASE WHEN r.n % 4 <> 1 THEN 1440 END,
    CASE WHEN r.n % 3 = 0 THEN '{"owner": "sample"}'::jsonb END,
    CASE WHEN r.n <> 5 THEN pg_temp.ago(2) END,
    CASE WHEN r.n <> 6 THEN 3 * r.n END,
    pg_temp.ago(600),
    CASE WHEN r.n % 4 <> 2 THEN pg_temp.admin() END,
    pg_temp.ago(2),
    CASE WHEN r.n % 2 = 1 THEN pg_temp.admin() END
FROM (
    VALUES
    (1, 'an inhaler that expires', 'MEDICATION', 'MEDIUM'),
    (2, 'a severe allergic reaction', 'HEALTH', 'EMERGENCY'),
    (3, 'a missed dose', 'MEDICATION', 'HIGH'),
    (4, 'a visit that lasts too long', 'HEALTH', 'LOW'),
    (5, 'a door left open', 'SAFETY', 'CRITICAL'),
    (6, 'a training that is due', 'COMPLIANCE', 'INFO'),
    (7, 'a failed backup', 'SYSTEM', 'HIGH'),
    (8, 'a missed appointment', 'APPOINTMENT', 'LOW')
) AS r (n, watched, category, severity);

-- The school of an alert about a student comes from the student, whatever is given here.

INSERT INTO alerts (
    id, school_id, student_id, user_id, definition_id, severity, category, title, message,
    metadata, status, requires_acknowledgment, acknowledged_at, acknowledged_by, resolved_at,
    resolved_by, expires_at, auto_escalate_after, escalation_level, created_at, created_by,
    updated_at, deleted_at
)
WITH alerts AS (
    SELECT
        a.n,
        c.n + a.n % 100            AS nr,
        c.n                        AS school,
        c.id                       AS school_id,
        pg_temp.past('alert', a.n) AS raised,
        pg_temp.pick(
            '{RESOLVED,RESOLVED,RESOLVED,ACKNOWLEDGED,ACTIVE,EXPIRED,DISMISSED}', 'alert', a.n
        )                          AS status
    FROM sample_school AS c
    CROSS JOIN LATERAL generate_series(c.n * 100 + 1, c.n * 100 + 20) AS a (n)
)

SELECT
    pg_temp.id('alert', a.n),
    CASE WHEN a.nr % 10 <> 9 THEN a.school_id END,
    CASE
        WHEN a.nr % 2 = 0
            THEN pg_temp.id('student', 1 + pg_temp.num('alert', a.n, pg_temp.students()))
    END,
    CASE WHEN a.nr % 3 = 0 THEN pg_temp.staff(a.school, 11) END,
    CASE WHEN a.nr % 4 <> 3 THEN pg_temp.id('rule', 1 + a.nr % 8) END,
    pg_temp.turn('{INFO,MEDIUM,LOW,HIGH,MEDIUM,CRITICAL,LOW,EMERGENCY}', a.nr)::alert_severity,
    pg_temp.turn(
        '{HEALTH,MEDICATION,APPOINTMENT,SAFETY,HEALTH,COMPLIANCE,SYSTEM}', a.nr
    )::alert_category,
    'Sample alert ' || a.n::text,
    pg_temp.pick(
        '{The inhaler expires this month.,A dose was missed.,The form is still missing.,
          The refrigerator is too warm.}',
        'alert text', a.n
    ),
    CASE WHEN a.nr % 4 = 0 THEN '{"source": "rule"}'::jsonb END,
    a.status::alert_status,
    a.nr % 2 = 0,
    CASE WHEN a.status IN ('ACKNOWLEDGED', 'RESOLVED') THEN a.raised + interval '10 minutes' END,
    CASE WHEN a.status IN ('ACKNOWLEDGED', 'RESOLVED') THEN pg_temp.staff(a.school, 11) END,
    CASE WHEN a.status = 'RESOLVED' THEN a.raised + interval '2 hours' END,
    CASE WHEN a.status = 'RESOLVED' THEN pg_temp.staff(a.school, 1) END,
    CASE WHEN a.nr % 3 <> 1 THEN a.raised + interval '1 day' END,
    CASE WHEN a.nr % 4 = 0 THEN 30 END,
    CASE WHEN a.nr % 8 = 4 THEN 1 WHEN a.nr % 8 <> 7 THEN 0 END,
    a.raised,
    pg_temp.staff(a.school, 1),
    a.raised + interval '1 day',
    CASE WHEN a.n % 31 = 3 THEN a.raised + interval '1 day' END
FROM alerts AS a;

INSERT INTO alert_preferences (
    id, user_id, school_id, channels, severity_filter, category_filter, quiet_hours_start,
    quiet_hours_end, is_active, created_at, updated_at
)
SELECT
    pg_temp.id('preference', u.n),
    u.id,
    CASE WHEN u.rank % 4 <> 1 THEN pg_temp.id('school', u.school) END,
    CASE WHEN u.rank % 3 = 0 THEN '{SMS,PUSH_NOTIFICATION}' ELSE '{WEBSOCKET,EMAIL}' END
    ::alert_channel[],
    CASE
        WHEN u.rank % 2 = 0 THEN '{INFO,LOW,MEDIUM,HIGH,CRITICAL,EMERGENCY}'
        ELSE '{HIGH,CRITICAL,EMERGENCY}'
    END::alert_severity[],
    CASE
        WHEN u.rank % 5 <> 0 THEN '{HEALTH,SAFETY,COMPLIANCE,SYSTEM,MEDICATION,APPOINTMENT}'
        ELSE '{HEALTH,MEDICATION}'
    END::alert_category[],
    CASE WHEN u.rank % 2 = 1 THEN '21:30' END,
    CASE WHEN u.rank % 2 = 1 THEN '6:00' END,
    u.rank % 9 <> 4,
    u.created_at,
    pg_temp.ago(100)
FROM sample_staff AS u
WHERE u.school IS NOT NULL AND u.role <> 'VIEWER';

INSERT INTO delivery_logs (
    id, alert_id, recipient_id, channel, success, attempt_count, last_attempt, delivered_at,
    error_message, created_at, updated_at
)
SELECT
    pg_temp.id('alert delivery', a.n),
    pg_temp.id('alert', a.n),
    CASE WHEN a.n % 6 <> 1 THEN pg_temp.staff(c.n, 11) END,
    pg_temp.turn('{email,sms,push,voice}', a.n)::alert_delivery_channel,
    a.n % 7 <> 3,
    CASE WHEN a.n % 7 = 3 THEN 3 ELSE 1 END,
    pg_temp.past('alert', a.n) + interval '1 minute',
    CASE WHEN a.n % 7 <> 3 THEN pg_temp.past('alert', a.n) + interval '2 minutes' END,
    CASE WHEN a.n % 7 = 3 THEN 'No answer from the provider' END,
    pg_temp.past('alert', a.n),
    pg_temp.past('alert', a.n) + interval '2 minutes'
FROM sample_school AS c
CROSS JOIN LATERAL generate_series(c.n * 100 + 1, c.n * 100 + 15) AS a (n);

INSERT INTO emergency_broadcasts (
    id, school_id, type, priority, title, message, audience, grade_level, class_id, group_ids,
    channels, requires_acknowledgment, expires_at, sent_by, sent_at, status, total_recipients,
    delivered_count, failed_count, acknowledged_count, follow_up_required, follow_up_message,
    created_at, updated_at
)
WITH broadcasts AS (
    SELECT
        g.n,
        1 + g.n % pg_temp.schools()    AS school,
        pg_temp.past('broadcast', g.n) AS sent,
        pg_temp.turn(
            '{SENT,SENT,DRAFT,SENT,FAILED,SENT,CANCELLED,SENDING}', g.n
        )                              AS status
    FROM generate_series(1, 13 + 2 * pg_temp.schools()) AS g (n)
)

SELECT
    pg_temp.id('broadcast', b.n),
    CASE WHEN b.n % 6 <> 4 THEN pg_temp.id('school', b.school) END,
    pg_temp.turn(
        '{WEATHER_ALERT,SCHOOL_CLOSURE,EARLY_DISMISSAL,GENERAL_ANNOUNCEMENT,TRANSPORTATION,
          FACILITY_ISSUE,FIRE,LOCKDOWN,EVACUATION,SHELTER_IN_PLACE,NATURAL_DISASTER,
          MEDICAL_EMERGENCY,ACTIVE_THREAT}',
        b.n
    )::broadcast_type,
    pg_temp.turn('{MEDIUM,LOW,HIGH,CRITICAL,LOW}', b.n)::severity_level,
    'Sample broadcast ' || b.n::text,
    'This is a drill.',
    CASE WHEN b.n % 3 = 0 THEN '["STAFF"]'::jsonb ELSE '["PARENTS", "STAFF"]' END,
    CASE WHEN b.n % 4 = 0 THEN '5' END,
    CASE WHEN b.n % 8 = 0 THEN pg_temp.id('class', b.n) END,
    CASE WHEN b.n % 5 = 0 THEN '["band"]'::jsonb END,
    '["SMS", "EMAIL"]',
    b.n % 2 = 0,
    CASE WHEN b.n % 3 <> 1 THEN b.sent + interval '6 hours' END,
    pg_temp.staff(b.school, 1),
    b.sent,
    b.status::broadcast_status,
    400,
    CASE WHEN b.status = 'SENT' THEN 390 ELSE 0 END,
    CASE WHEN b.status = 'SENT' THEN 10 WHEN b.status = 'FAILED' THEN 400 ELSE 0 END,
    CASE WHEN b.status = 'SENT' AND b.n % 2 = 0 THEN 250 ELSE 0 END,
    b.n % 4 = 1,
    CASE WHEN b.n % 4 = 1 THEN 'All clear.' END,
    b.sent - interval '5 minutes',
    b.sent + interval '1 hour'
FROM broadcasts AS b;

INSERT INTO push_notifications (
    id, user_ids, device_tokens, title, body, category, priority, data, actions, image_url,
    icon_url, sound, badge, ttl, collapse_key, require_interaction, silent, scheduled_for,
    expires_at, status, sent_at, delivered_at, failed_at, delivery_results, total_recipients,
    successful_deliveries, failed_deliveries, clicked_count, dismissed_count, retry_count,
    next_retry_at, created_at, created_by, updated_at
)
WITH pushes AS (
    SELECT
        g.n,
        1 + g.n % pg_temp.schools() AS school,
        pg_temp.past('push', g.n)   AS made,
        pg_temp.turn(
            '{DELIVERED,DELIVERED,PENDING,DELIVERED,FAILED,DELIVERED,EXPIRED,SCHEDULED,SENDING}',
            g.n
        )                           AS status
    FROM generate_series(1, 20 + 10 * pg_temp.schools()) AS g (n)
)

SELECT
    pg_temp.id('push', p.n),
    jsonb_build_array(pg_temp.staff(p.school, 11)),
    CASE
        WHEN p.status IN ('DELIVERED', 'FAILED')
            THEN jsonb_build_array('sample-token-' || (p.school * 100 + 11)::text)
    END,
    'Sample notification ' || p.n::text,
    'An appointment begins in ten minutes.',
    pg_temp.turn(
        '{APPOINTMENT,MEDICATION,REMINDER,MESSAGE,INCIDENT,SCREENING,IMMUNIZATION,EMERGENCY,ALERT,
          SYSTEM}',
        p.n
    )::notification_category,
    pg_temp.turn('{NORMAL,LOW,NORMAL,HIGH,NORMAL,CRITICAL}', p.n)::notification_priority,
    CASE WHEN p.n % 3 = 0 THEN '{"screen": "today"}'::jsonb END,
    CASE WHEN p.n % 4 = 0 THEN '[{"id": "open", "title": "Open"}]'::jsonb END,
    CASE WHEN p.n % 6 = 0 THEN 'https://example.org/image.png' END,
    CASE WHEN p.n % 3 <> 1 THEN 'https://example.org/icon.png' END,
    CASE WHEN p.n % 2 = 0 THEN 'chime' END,
    CASE WHEN p.n % 2 = 1 THEN 1 END,
    CASE WHEN p.n % 5 <> 2 THEN 3600 END,
    CASE WHEN p.n % 7 = 4 THEN 'today' END,
    p.n % 8 = 5,
    p.n % 9 = 6,
    CASE WHEN p.status = 'SCHEDULED' THEN pg_temp.ago(-1) END,
    CASE WHEN p.n % 3 <> 2 THEN p.made + interval '2 days' END,
    p.status::notification_status,
    CASE WHEN p.status IN ('DELIVERED', 'FAILED') THEN p.made + interval '1 minute' END,
    CASE WHEN p.status = 'DELIVERED' THEN p.made + interval '2 minutes' END,
    CASE WHEN p.status = 'FAILED' THEN p.made + interval '3 minutes' END,
    CASE WHEN p.status = 'DELIVERED' THEN '[{"success": true}]'::jsonb ELSE '[]' END,
    1,
    CASE WHEN p.status = 'DELIVERED' THEN 1 ELSE 0 END,
    CASE WHEN p.status = 'FAILED' THEN 1 ELSE 0 END,
    CASE WHEN p.status = 'DELIVERED' AND p.n % 2 = 0 THEN 1 ELSE 0 END,
    CASE WHEN p.status = 'DELIVERED' AND p.n % 2 = 1 THEN 1 ELSE 0 END,
    CASE WHEN p.status = 'FAILED' THEN 3 ELSE 0 END,
    CASE WHEN p.status = 'PENDING' THEN pg_temp.ago(-1) END,
    p.made,
    pg_temp.staff(p.school, 1),
    p.made + interval '3 minutes'
FROM pushes AS p;

INSERT INTO device_tokens (
    id, user_id, device_id, platform, token, device_name, device_model, os_version, app_version,
    is_active, is_valid, last_validated, invalid_reason, allow_notifications, allow_sound,
    allow_badge, last_used_at, created_at, updated_at
)
SELECT
    pg_temp.id('device', u.n),
    u.id,
    'SAMPLE-DEVICE-' || u.n::text,
    pg_temp.turn('{APNS,FCM,WEB_PUSH,SMS,EMAIL}', u.rank)::device_platform,
    'sample-token-' || u.n::text,
    CASE WHEN u.rank % 3 <> 2 THEN 'Phone of ' || u.first_name END,
    CASE WHEN u.rank % 4 <> 1 THEN 'Imaginary One' END,
    CASE WHEN u.rank % 4 <> 2 THEN '17.2' END,
    CASE WHEN u.rank % 4 <> 3 THEN '3.4.0' END,
    u.rank % 8 <> 5,
    u.rank % 6 <> 4,
    CASE WHEN u.rank % 6 <> 4 THEN pg_temp.ago(3) END,
    CASE WHEN u.rank % 6 = 4 THEN 'Unregistered' END,
    u.rank % 9 <> 3,
    u.rank % 5 <> 3,
    u.rank % 7 <> 3,
    CASE WHEN u.rank % 8 <> 5 THEN pg_temp.ago(1) END,
    u.created_at,
    pg_temp.ago(1)
FROM sample_staff AS u;

-- ----------------------------------------------------------------------------
-- Audit log and disclosures
-- ----------------------------------------------------------------------------
-- The migration made partitions from the month it ran in; the log goes back further.

SELECT public.audit_logs_create_partitions((pg_temp.today() - interval '7 months')::date, 8);

INSERT INTO audit_logs (
    id, action, entity_type, entity_id, user_id, user_name, changes, previous_values, new_values,
    ip_address, user_agent, request_id, session_id, is_phi, compliance_type, severity, success,
    error_message, metadata, tags, created_at, updated_at
)
WITH entries AS (
    SELECT
        s.n                        AS student,
        s.id,
        s.nurse,
        s.nurse_n,
        a.n,
        a.n % 50 = 21              AS refused,
        pg_temp.past('audit', a.n) AS done,
        pg_temp.pick(
            '{READ,READ,READ,READ,READ,READ,VIEW,VIEW,VIEW,VIEW,VIEW,VIEW,CREATE,CREATE,CREATE,
              UPDATE,UPDATE,UPDATE,UPDATE,UPDATE,DELETE,EXPORT,PRINT,LOGIN,LOGIN,LOGIN,LOGOUT,
              LOGOUT,IMPORT,BULK_DELETE,BULK_UPDATE,TRANSACTION_COMMIT,TRANSACTION_ROLLBACK,
              CACHE_READ,CACHE_WRITE,CACHE_DELETE}',
            'action', a.n
        )                          AS action
    FROM sample_student AS s
    CROSS JOIN LATERAL generate_series(s.n * 10 + 1, s.n * 10 + 2) AS a (n)
)

SELECT
    pg_temp.id('audit', a.n),
    a.action::audit_action,
    CASE
        WHEN a.action IN ('LOGIN', 'LOGOUT') THEN 'User'
        WHEN a.n % 10 = 1 THEN 'Student'
        ELSE 'HealthRecord'
    END,
    CASE
        WHEN a.action IN ('LOGIN', 'LOGOUT') THEN a.nurse
        WHEN a.action ~ '^(BULK|TRANSACTION|CACHE)' THEN NULL
        WHEN a.n % 10 = 1 THEN a.id
        ELSE pg_temp.id('record', a.student * 10 + 1)
    END,
    CASE WHEN a.n % 30 <> 11 THEN a.nurse END,
    CASE
        WHEN a.n % 30 <> 11
            THEN pg_temp.first_name('staff', a.nurse_n) || ' '
                || pg_temp.last_name('staff', a.nurse_n)
    END,
    CASE WHEN a.action = 'UPDATE' THEN '{"grade": ["3", "4"]}'::jsonb END,
    CASE WHEN a.action = 'UPDATE' THEN '{"grade": "3"}'::jsonb END,
    CASE WHEN a.action IN ('UPDATE', 'CREATE') THEN '{"grade": "4"}'::jsonb END,
    CASE WHEN a.n % 30 <> 11 THEN '192.0.2.' || pg_temp.num('address', a.nurse_n, 250)::text END,
    CASE WHEN a.n % 4 <> 2 THEN 'Sample browser 1.0' END,
    CASE WHEN a.n % 5 <> 3 THEN 'sample-request-' || a.n::text END,
    CASE WHEN a.n % 30 <> 11 THEN 'sample-session-' || (a.n % 997)::text END,
    a.action NOT IN ('LOGIN', 'LOGOUT'),
    CASE
        WHEN a.action IN ('LOGIN', 'LOGOUT') THEN 'GENERAL'
        ELSE pg_temp.pick('{HIPAA,HIPAA,HIPAA,FERPA,FERPA,GDPR}', 'law', a.n)
    END::audit_compliance_type,
    CASE
        WHEN a.refused THEN 'HIGH'
        WHEN a.action = 'BULK_DELETE' THEN 'CRITICAL'
        WHEN a.action IN ('DELETE', 'EXPORT') THEN 'MEDIUM'
        ELSE 'LOW'
    END::severity_level,
    NOT a.refused,
    CASE WHEN a.refused THEN 'Not allowed' END,
    CASE WHEN a.n % 8 = 5 THEN '{"client": "web"}'::jsonb END,
    CASE WHEN a.action IN ('EXPORT', 'PRINT') THEN '{export}'::varchar[] ELSE '{}' END,
    a.done,
    a.done
FROM entries AS a;

INSERT INTO phi_disclosures (
    id, student_id, disclosure_type, purpose, method, disclosure_date, information_disclosed,
    minimum_necessary, recipient_type, recipient_name, recipient_organization, recipient_address,
    recipient_phone, recipient_email, authorization_obtained, authorization_date,
    authorization_expiry_date, patient_requested, disclosed_by, follow_up_required,
    follow_up_completed, follow_up_date, notes, created_at, updated_at, deleted_at
)
WITH disclosures AS (
    SELECT
        s.n,
        s.id,
        s.nurse,
        s.n / 20                        AS nr,
        pg_temp.past('disclosure', s.n) AS made
    FROM sample_student AS s
    WHERE s.n % 20 = 7
)

SELECT
    pg_temp.id('disclosure', d.n),
    d.id,
    pg_temp.turn(
        '{TREATMENT,AUTHORIZATION,PUBLIC_HEALTH,PAYMENT,HEALTHCARE_OPERATIONS,REQUIRED_BY_LAW,
          RESEARCH}',
        d.nr
    )::disclosure_type,
    pg_temp.turn(
        '{TREATMENT,PATIENT_REQUEST,PUBLIC_HEALTH,PAYMENT,OPERATIONS,LEGAL_REQUIREMENT,RESEARCH}',
        d.nr
    )::disclosure_purpose,
    pg_temp.turn('{ELECTRONIC,FAX,WRITTEN,PHONE,VERBAL}', d.nr)::disclosure_method,
    d.made,
    '["immunization record"]',
    'Only what the form asks for.',
    pg_temp.turn(
        '{HEALTHCARE_PROVIDER,PARENT_GUARDIAN,GOVERNMENT_AGENCY,INSURANCE,SCHOOL_OFFICIAL,OTHER,
          RESEARCHER}',
        d.nr
    )::disclosure_recipient_type,
    pg_temp.first_name('recipient', d.n) || ' ' || pg_temp.last_name('recipient', d.n),
    CASE WHEN d.nr % 7 <> 1 THEN 'Imaginary Institution' END,
    CASE WHEN d.nr % 3 <> 2 THEN d.n::text || ' Invented Street, Nowhere' END,
    CASE WHEN d.nr % 4 <> 3 THEN pg_temp.phone('recipient', d.n) END,
    CASE WHEN d.nr % 4 <> 2 THEN 'recipient' || d.n::text || '@example.org' END,
    d.nr % 3 = 1,
    CASE WHEN d.nr % 3 = 1 THEN d.made - interval '2 days' END,
    CASE WHEN d.nr % 3 = 1 THEN d.made + interval '1 year' END,
    d.nr % 7 = 1,
    d.nurse,
    d.nr % 4 = 0,
    d.nr % 8 = 0,
    CASE WHEN d.nr % 4 = 0 THEN d.made + interval '30 days' END,
    CASE WHEN d.nr % 5 = 1 THEN 'Copy kept in the binder.' END,
    d.made + interval '5 minutes',
    d.made + interval '5 minutes',
    CASE WHEN d.nr % 17 = 5 THEN d.made + interval '1 day' END
FROM disclosures AS d;

INSERT INTO phi_disclosure_audits (
    id, disclosure_id, action, changes, performed_by, ip_address, user_agent, created_at,
    updated_at
)
SELECT
    pg_temp.id('disclosure audit', s.n * 10 + k.n),
    pg_temp.id('disclosure', s.n),
    pg_temp.turn('{viewed,created}', k.n),
    CASE WHEN k.n = 1 THEN '{"purpose": "set"}'::jsonb END,
    CASE WHEN k.n = 1 THEN s.nurse ELSE s.administrator END,
    CASE WHEN s.n / 20 % 4 <> 3 THEN '192.0.2.' || pg_temp.num('address', s.nurse_n, 250)::text END,
    CASE WHEN s.n / 20 % 3 <> 2 THEN 'Sample browser 1.0' END,
    pg_temp.past('disclosure', s.n) + k.n * interval '5 minutes',
    pg_temp.past('disclosure', s.n) + k.n * interval '5 minutes'
FROM sample_student AS s
CROSS JOIN generate_series(1, 2) AS k (n)
WHERE s.n % 20 = 7;

-- ----------------------------------------------------------------------------
-- Consent and compliance
-- ----------------------------------------------------------------------------

INSERT INTO consent_forms (
    id, type, title, description, content, version, is_active, expires_at, created_at, updated_at
)
SELECT
    pg_temp.id('form', g.n),
    pg_temp.turn(
        '{MEDICATION_ADMINISTRATION,PHOTO_RELEASE,FIELD_TRIP,EMERGENCY_TREATMENT,DATA_SHARING,
          RESEARCH}',
        g.n - 1
    )::consent_type,
    'Sample consent form ' || g.n::text,
    'What you agree to, in plain words.',
    'I agree to what is written above.',
    CASE WHEN g.n = 4 THEN '2.0' ELSE '1.0' END,
    g.n <> 6,
    CASE WHEN g.n % 2 = 1 THEN pg_temp.ago(-240) END,
    pg_temp.ago(900),
    pg_temp.ago(900)
FROM generate_series(1, 6) AS g (n);

INSERT INTO consent_signatures (
    id, student_id, consent_form_id, signed_by, relationship, signature_data, ip_address,
    signed_at, withdrawn_at, withdrawn_by, created_at, updated_at, deleted_at
)
SELECT
    pg_temp.id('signature', s.n),
    s.id,
    pg_temp.id('form', 1 + s.n / 3 % 6),
    pg_temp.first_name('contact', s.n * 10 + 1) || ' ' || s.last_name,
    pg_temp.pick('{mother,father,legal guardian}', 'kin', s.n * 10 + 1),
    CASE WHEN s.n / 3 % 3 <> 1 THEN 'data:image/svg+xml;sample' END,
    CASE WHEN s.n / 3 % 3 <> 1 THEN '198.51.100.' || pg_temp.num('home', s.n, 250)::text END,
    s.entered + interval '3 days',
    CASE WHEN s.n / 3 % 25 = 4 THEN s.entered + interval '60 days' END,
    CASE WHEN s.n / 3 % 25 = 4 THEN 'Parent ' || s.last_name END,
    s.entered + interval '3 days',
    s.entered + interval '60 days',
    CASE WHEN s.n / 3 % 61 = 7 THEN s.entered + interval '90 days' END
FROM sample_student AS s
WHERE s.n % 3 = 1;

INSERT INTO compliance_reports (
    id, report_type, title, period, description, status, findings, recommendations, due_date,
    submitted_at, submitted_by, reviewed_at, reviewed_by, created_by_id, created_at, updated_at
)
WITH reports AS (
    SELECT
        g.n,
        pg_temp.turn(
            '{COMPLIANT,PENDING,NON_COMPLIANT,IN_PROGRESS,NEEDS_REVIEW}', g.n
        ) AS status
    FROM generate_series(1, 16) AS g (n)
)

SELECT
    pg_temp.id('compliance report', r.n),
    pg_temp.turn(
        '{HIPAA,FERPA,PRIVACY,SECURITY,BREACH,RISK_ASSESSMENT,TRAINING,AUDIT}', r.n
    )::compliance_report_type,
    'Sample compliance report ' || r.n::text,
    extract(YEAR FROM pg_temp.today())::text || '-Q' || (1 + r.n % 4)::text,
    CASE WHEN r.n % 3 <> 2 THEN 'Yearly review' END,
    r.status::compliance_report_status,
    CASE WHEN r.status NOT IN ('PENDING', 'IN_PROGRESS') THEN '["all doors lock"]'::jsonb END,
    CASE WHEN r.status = 'NON_COMPLIANT' THEN '["change the locks"]'::jsonb END,
    CASE WHEN r.n % 5 <> 3 THEN pg_temp.ago(60 - 10 * r.n) END,
    CASE WHEN r.status NOT IN ('PENDING', 'IN_PROGRESS') THEN pg_temp.ago(20) END,
    CASE WHEN r.status NOT IN ('PENDING', 'IN_PROGRESS') THEN pg_temp.staff(1, 1) END,
    CASE WHEN r.status IN ('COMPLIANT', 'NON_COMPLIANT') THEN pg_temp.ago(10) END,
    CASE WHEN r.status IN ('COMPLIANT', 'NON_COMPLIANT') THEN pg_temp.admin() END,
    pg_temp.staff(1, 1),
    pg_temp.ago(100),
    pg_temp.ago(10)
FROM reports AS r;

INSERT INTO compliance_checklist_items (
    id, report_id, requirement, description, category, status, evidence, notes, due_date,
    completed_at, completed_by, created_at, updated_at
)
WITH items AS (
    SELECT
        g.n,
        pg_temp.turn(
            '{COMPLETED,PENDING,COMPLETED,IN_PROGRESS,NOT_APPLICABLE,FAILED}', g.n
        ) AS status
    FROM generate_series(1, 64) AS g (n)
)

SELECT
    pg_temp.id('checklist item', i.n),
    CASE WHEN i.n % 9 <> 4 THEN pg_temp.id('compliance report', 1 + i.n / 4 % 16) END,
    'Sample requirement ' || i.n::text,
    CASE WHEN i.n % 3 <> 1 THEN 'As the rule says.' END,
    pg_temp.turn(
        '{HIPAA_PRIVACY,HIPAA_SECURITY,FERPA,MEDICATION,SAFETY,TRAINING,DOCUMENTATION}', i.n
    )::compliance_category,
    i.status::checklist_item_status,
    CASE WHEN i.status = 'COMPLETED' THEN 'See the binder.' END,
    CASE WHEN i.n % 5 = 2 THEN 'Ask the office.' END,
    CASE WHEN i.n % 4 <> 3 THEN pg_temp.ago(40 - i.n) END,
    CASE WHEN i.status = 'COMPLETED' THEN pg_temp.ago(30) END,
    CASE WHEN i.status = 'COMPLETED' THEN pg_temp.staff(1, 1) END,
    pg_temp.ago(100),
    pg_temp.ago(30)
FROM items AS i;

INSERT INTO compliance_violations (
    id, violation_type, title, description, severity, status, reported_by, discovered_at,
    affected_students, affected_data_categories, root_cause, assigned_to, resolution_notes,
    resolved_at, created_at, updated_at, deleted_at
)
WITH violations AS (
    SELECT
        g.n,
        pg_temp.turn(
            '{RESOLVED,REPORTED,CLOSED,INVESTIGATING,REMEDIATION_IN_PROGRESS}', g.n
        ) AS status
    FROM generate_series(1, 21) AS g (n)
)

SELECT
    pg_temp.id('violation', v.n),
    pg_temp.turn(
        '{HIPAA_BREACH,FERPA_VIOLATION,UNAUTHORIZED_ACCESS,DATA_LEAK,POLICY_VIOLATION,
          PROCEDURE_VIOLATION,TRAINING_DEFICIENCY}',
        v.n
    )::violation_type,
    'Sample violation ' || v.n::text,
    'A letter went to the wrong invented address.',
    pg_temp.turn('{LOW,MEDIUM,HIGH,CRITICAL}', v.n)::severity_level,
    v.status::violation_status,
    pg_temp.staff(1, 11),
    pg_temp.ago(90 - v.n),
    CASE
        WHEN v.n % 3 <> 2
            THEN jsonb_build_array(
                pg_temp.id('student', 1 + pg_temp.num('affected', v.n, pg_temp.students()))
            )
    END,
    CASE WHEN v.n % 4 <> 3 THEN '["address"]'::jsonb END,
    CASE WHEN v.n % 2 = 0 THEN 'Old list of addresses' END,
    CASE WHEN v.status <> 'REPORTED' THEN pg_temp.staff(1, 1) END,
    CASE WHEN v.status IN ('RESOLVED', 'CLOSED') THEN 'Letter came back unopened.' END,
    CASE WHEN v.status IN ('RESOLVED', 'CLOSED') THEN pg_temp.ago(40) END,
    pg_temp.ago(89 - v.n),
    pg_temp.ago(40),
    CASE WHEN v.n = 20 THEN pg_temp.ago(20) END
FROM violations AS v;

INSERT INTO remediation_actions (
    id, violation_id, action, priority, status, assigned_to, due_date, implementation_notes,
    completed_at, verification_notes, verified_by, verified_at, created_at, updated_at
)
WITH actions AS (
    SELECT
        g.n,
        pg_temp.turn(
            '{COMPLETED,PLANNED,VERIFIED,IN_PROGRESS,DEFERRED}', g.n
        ) AS status
    FROM generate_series(1, 30) AS g (n)
)

SELECT
    pg_temp.id('remediation', a.n),
    pg_temp.id('violation', 1 + a.n % 21),
    pg_temp.turn('{Check the list of addresses.,Train the office.,Change the form.}', a.n),
    pg_temp.turn('{MEDIUM,LOW,HIGH,URGENT}', a.n)::action_priority,
    a.status::remediation_status,
    pg_temp.staff(1, 1),
    pg_temp.ago(15 - a.n),
    CASE WHEN a.status IN ('COMPLETED', 'VERIFIED') THEN 'List replaced.' END,
    CASE WHEN a.status IN ('COMPLETED', 'VERIFIED') THEN pg_temp.ago(20) END,
    CASE WHEN a.status = 'VERIFIED' THEN 'Spot check of ten letters.' END,
    CASE WHEN a.status = 'VERIFIED' THEN pg_temp.admin() END,
    CASE WHEN a.status = 'VERIFIED' THEN pg_temp.ago(10) END,
    pg_temp.ago(60),
    pg_temp.ago(10)
FROM actions AS a;

INSERT INTO policy_documents (
    id, title, category, content, version, effective_date, review_date, status, approved_by,
    approved_at, created_at, updated_at
)
SELECT
    pg_temp.id('policy', g.n),
    'Sample policy ' || ((g.n + 1) / 2)::text,
    pg_temp.turn(
        '{HIPAA_PRIVACY,HIPAA_SECURITY,FERPA,DATA_RETENTION,INCIDENT_RESPONSE,ACCESS_CONTROL,
          TRAINING}',
        (g.n - 1) / 2
    )::policy_category,
    'Be careful with what you know about others.',
    CASE WHEN g.n % 2 = 1 THEN '1.0' ELSE '2.0' END,
    pg_temp.ago(700 - 300 * (g.n % 2 - 1)),
    CASE WHEN g.n % 2 = 0 THEN pg_temp.ago(-65) END,
    CASE
        WHEN g.n = 14 THEN 'DRAFT'
        WHEN g.n % 2 = 0 THEN 'ACTIVE'
        WHEN g.n % 4 = 1 THEN 'SUPERSEDED'
        ELSE 'ARCHIVED'
    END::policy_status,
    CASE WHEN g.n < 14 THEN pg_temp.admin() END,
    CASE WHEN g.n < 14 THEN pg_temp.ago(705) END,
    pg_temp.ago(1300),
    pg_temp.ago(705)
FROM generate_series(1, 14) AS g (n);

-- Everybody but the viewers has read the six policies in force.

INSERT INTO policy_acknowledgments (
    id, policy_id, user_id, acknowledged_at, ip_address, created_at, updated_at
)
SELECT
    pg_temp.id('acknowledgment', u.n * 100 + p.n),
    pg_temp.id('policy', p.n),
    u.id,
    pg_temp.ago(400 - p.n),
    CASE WHEN u.rank % 4 <> 1 THEN '192.0.2.' || pg_temp.num('address', u.n, 250)::text END,
    pg_temp.ago(400 - p.n),
    pg_temp.ago(400 - p.n)
FROM sample_staff AS u
CROSS JOIN generate_series(2, 12, 2) AS p (n)
WHERE u.role <> 'VIEWER';

INSERT INTO data_retention_policies (
    id, category, description, retention_period_days, legal_basis, status, auto_delete,
    last_reviewed_at, last_reviewed_by, created_at, updated_at
)
SELECT
    pg_temp.id('retention', g.n),
    pg_temp.turn(
        '{STUDENT_RECORDS,HEALTH_RECORDS,MEDICATION_LOGS,AUDIT_LOGS,CONSENT_FORMS,INCIDENT_REPORTS,
          TRAINING_RECORDS}',
        g.n
    )::retention_category,
    'Kept until six years after the student has left.',
    2192,
    'Sample citation: 45 CFR 164.316(b)(2)(i)',
    CASE WHEN g.n = 8 THEN 'INACTIVE' WHEN g.n = 3 THEN 'UNDER_REVIEW' ELSE 'ACTIVE' END
    ::retention_policy_status,
    g.n = 7,
    CASE WHEN g.n % 3 <> 2 THEN pg_temp.ago(100) END,
    CASE WHEN g.n % 3 <> 2 THEN pg_temp.admin() END,
    pg_temp.ago(1300),
    pg_temp.ago(100)
FROM generate_series(1, 8) AS g (n);

-- ----------------------------------------------------------------------------
-- Supplies and budget
-- ----------------------------------------------------------------------------

INSERT INTO vendors (
    id, name, contact_name, email, phone, address, website, tax_id, payment_terms, notes, rating,
    is_active, created_at, updated_at
)
SELECT
    pg_temp.id('vendor', g.n),
    'Imaginary Medical Supply ' || g.n::text,
    CASE
        WHEN g.n % 3 <> 2
            THEN pg_temp.first_name('vendor', g.n) || ' ' || pg_temp.last_name('vendor', g.n)
    END,
    CASE WHEN g.n % 4 <> 3 THEN 'vendor' || g.n::text || '@example.org' END,
    CASE WHEN g.n % 5 <> 4 THEN pg_temp.phone('vendor', g.n) END,
    CASE WHEN g.n % 3 <> 1 THEN g.n::text || ' Invented Street' END,
    CASE WHEN g.n % 2 = 0 THEN 'https://example.org/vendor' || g.n::text END,
    CASE WHEN g.n % 4 <> 2 THEN '00-000000' || g.n % 10 END,
    CASE WHEN g.n % 3 <> 0 THEN 'net 30' END,
    CASE WHEN g.n % 5 = 0 THEN 'Delivers on Mondays.' END,
    CASE WHEN g.n % 6 <> 5 THEN 3 + g.n % 5 / 2.0 END,
    g.n <> 11,
    pg_temp.ago(1400),
    pg_temp.ago(700)
FROM generate_series(1, 12) AS g (n);

INSERT INTO suppliers (
    id, name, contact_name, email, phone, address, is_active, created_at, updated_at
)
SELECT
    pg_temp.id('supplier', g.n),
    'Invented Supplies ' || g.n::text,
    CASE
        WHEN g.n % 3 <> 2
            THEN pg_temp.first_name('supplier', g.n) || ' ' || pg_temp.last_name('supplier', g.n)
    END,
    CASE WHEN g.n % 4 <> 3 THEN 'supplier' || g.n::text || '@example.org' END,
    CASE WHEN g.n % 5 <> 4 THEN pg_temp.phone('supplier', g.n) END,
    CASE WHEN g.n % 3 <> 1 THEN g.n::text || ' Invented Street' END,
    g.n <> 5,
    pg_temp.ago(1400),
    pg_temp.ago(700)
FROM generate_series(1, 8) AS g (n);

INSERT INTO inventory_items (
    id, name, category, description, sku, supplier, unit_cost, reorder_level, reorder_quantity,
    location, notes, is_active, created_at, updated_at
)
SELECT
    pg_temp.id('item', g.n),
    pg_temp.turn(
        '{Audiometer,Bandages,Gloves,Thermometer,Ice packs,Gauze,Scale,Face masks,Tape,Otoscope}',
        g.n
    ) || ', sample ' || g.n::text,
    pg_temp.turn('{equipment,first aid,consumable,equipment,first aid}', g.n),
    CASE WHEN g.n % 3 <> 2 THEN 'Box of one hundred' END,
    CASE WHEN g.n % 6 <> 5 THEN 'SAMPLE-SKU-' || g.n::text END,
    CASE WHEN g.n % 4 <> 3 THEN 'Invented Supplies ' || (1 + g.n % 8)::text END,
    CASE WHEN g.n % 7 <> 4 THEN 1.25 * g.n END,
    5,
    20,
    CASE WHEN g.n % 3 <> 0 THEN 'Cabinet ' || (g.n % 9)::text END,
    CASE WHEN g.n % 5 = 2 THEN 'Keep dry.' END,
    g.n <> 13,
    pg_temp.ago(1300),
    pg_temp.ago(700)
FROM generate_series(1, 40) AS g (n);

INSERT INTO inventory_transactions (
    id, inventory_item_id, type, quantity, unit_cost, reason, batch_number, expiration_date,
    performed_by_id, notes, created_at, updated_at
)
WITH movements AS (
    SELECT
        m.n,
        c.n                        AS school,
        pg_temp.past('stock', m.n) AS moved,
        pg_temp.turn(
            '{PURCHASE,USAGE,USAGE,ADJUSTMENT,USAGE,TRANSFER,USAGE,RETURN,DISPOSAL}', m.n
        )                          AS type
    FROM sample_school AS c
    CROSS JOIN LATERAL generate_series(c.n * 100 + 1, c.n * 100 + 30) AS m (n)
)

SELECT
    pg_temp.id('stock', m.n),
    pg_temp.id('item', 1 + m.n % 40),
    m.type::inventory_transaction_type,
    CASE WHEN m.type IN ('PURCHASE', 'RETURN') THEN 20 ELSE -1 - pg_temp.num('used', m.n, 9) END,
    CASE WHEN m.type = 'PURCHASE' THEN 2.50 END,
    CASE WHEN m.type IN ('ADJUSTMENT', 'DISPOSAL') THEN 'Past its date' END,
    CASE WHEN m.type = 'PURCHASE' THEN 'SAMPLE-BATCH-' || m.n::text END,
    CASE WHEN m.type = 'PURCHASE' THEN m.moved + interval '400 days' END,
    pg_temp.staff(m.school, 11),
    CASE WHEN m.n % 7 = 3 THEN 'Counted twice.' END,
    m.moved,
    m.moved + interval '1 minute'
FROM movements AS m;

INSERT INTO maintenance_logs (
    id, inventory_item_id, type, description, performed_by_id, vendor, cost,
    next_maintenance_date, notes, created_at, updated_at
)
SELECT
    pg_temp.id('maintenance', g.n),
    pg_temp.id('item', 10 * (1 + g.n % 4)),
    pg_temp.turn(
        '{CALIBRATION,INSPECTION,CLEANING,REPAIR,REPLACEMENT,UPGRADE}', g.n
    )::maintenance_type,
    'Checked, works as it should.',
    pg_temp.staff(1 + g.n % pg_temp.schools(), 11),
    CASE WHEN g.n % 3 <> 1 THEN 'Imaginary Service' END,
    CASE WHEN g.n % 4 <> 2 THEN 45.00 + g.n END,
    CASE WHEN g.n % 5 <> 3 THEN pg_temp.ago(-180) END,
    CASE WHEN g.n % 5 = 1 THEN 'Battery is weak.' END,
    pg_temp.past('maintenance', g.n),
    pg_temp.past('maintenance', g.n) + interval '1 hour'
FROM generate_series(1, 24) AS g (n);

INSERT INTO purchase_orders (
    id, vendor_id, order_number, order_date, expected_date, received_date, subtotal, tax,
    shipping, total, status, notes, created_at, updated_at
)
WITH orders AS (
    SELECT
        g.n,
        pg_temp.past('order', g.n) AS placed,
        pg_temp.turn(
            '{RECEIVED,PENDING,RECEIVED,APPROVED,ORDERED,PARTIALLY_RECEIVED,CANCELLED}', g.n
        )                          AS status
    FROM generate_series(1, 40) AS g (n)
)

SELECT
    pg_temp.id('order', o.n),
    pg_temp.id('vendor', 1 + o.n % 12),
    'SAMPLE-PO-' || lpad(o.n::text, 5, '0'),
    o.placed,
    CASE WHEN o.status <> 'PENDING' THEN o.placed + interval '10 days' END,
    CASE WHEN o.status = 'RECEIVED' THEN o.placed + interval '12 hours' END,
    100,
    8,
    5,
    113,
    o.status::purchase_order_status,
    CASE WHEN o.n % 5 = 1 THEN 'Ring at the back door.' END,
    o.placed,
    o.placed + interval '12 hours'
FROM orders AS o;

INSERT INTO purchase_order_items (
    id, purchase_order_id, inventory_item_id, quantity, unit_cost, total_cost, created_at,
    updated_at
)
SELECT
    pg_temp.id('order line', g.n * 10 + k.n),
    pg_temp.id('order', g.n),
    pg_temp.id('item', 1 + (g.n * 2 + k.n) % 40),
    10,
    5.00,
    50.00,
    pg_temp.past('order', g.n),
    pg_temp.past('order', g.n) + interval '1 minute'
FROM generate_series(1, 40) AS g (n)
CROSS JOIN generate_series(1, 2) AS k (n);

INSERT INTO budget_categories (
    id, name, description, fiscal_year, allocated_amount, spent_amount, is_active, created_at,
    updated_at
)
SELECT
    pg_temp.id('budget', g.n),
    pg_temp.turn('{Supplies,Equipment,Training,Services}', g.n) || ' (sample)',
    CASE WHEN g.n % 4 <> 2 THEN 'For the health offices of all schools.' END,
    extract(YEAR FROM pg_temp.today())::integer - (g.n / 5)::integer,
    10000,
    900 * g.n,
    g.n < 5,
    pg_temp.ago(500),
    pg_temp.ago(10)
FROM generate_series(1, 8) AS g (n);

INSERT INTO budget_transactions (
    id, category_id, amount, description, transaction_date, reference_id, reference_type, notes,
    created_at, updated_at
)
SELECT
    pg_temp.id('expense', g.n),
    pg_temp.id('budget', 1 + g.n % 8),
    113,
    'Sample purchase ' || g.n::text,
    pg_temp.past('order', 1 + g.n % 40),
    CASE WHEN g.n % 3 <> 2 THEN 'SAMPLE-PO-' || lpad((1 + g.n % 40)::text, 5, '0') END,
    CASE WHEN g.n % 3 <> 2 THEN 'PURCHASE_ORDER' END,
    CASE WHEN g.n % 5 = 0 THEN 'Approved by the office.' END,
    pg_temp.past('order', 1 + g.n % 40) + interval '1 day',
    pg_temp.past('order', 1 + g.n % 40) + interval '1 day'
FROM generate_series(1, 80) AS g (n);

-- ----------------------------------------------------------------------------
-- Reports, training and transcripts
-- ----------------------------------------------------------------------------

INSERT INTO analytics_reports (
    id, school_id, report_type, title, description, period_start, period_end, generated_date,
    school_name, summary, sections, findings, recommendations, status, format, file_url,
    file_size, generated_by, reviewed_by, reviewed_at, approved_by, approval_date,
    distribution_list, sent_at, created_at, updated_at
)
WITH reports AS (
    SELECT
        g.n,
        pg_temp.turn(
            '{COMPLETED,COMPLETED,PENDING,COMPLETED,GENERATING,FAILED,CANCELLED}', g.n
        ) AS status
    FROM generate_series(1, 30) AS g (n)
)

SELECT
    pg_temp.id('analytics', r.n),
    CASE WHEN r.n % 4 <> 2 THEN pg_temp.id('school', 1 + r.n % pg_temp.schools()) END,
    pg_temp.turn(
        '{COMPLIANCE,HEALTH_TRENDS,INCIDENT_ANALYSIS,MEDICATION_USAGE,APPOINTMENT_UTILIZATION,
          STUDENT_HEALTH_OVERVIEW,NURSE_WORKLOAD,EQUIPMENT_MAINTENANCE,BUDGET_ANALYSIS,CUSTOM}',
        r.n
    )::analytics_report_type,
    'Sample analysis ' || r.n::text,
    CASE WHEN r.n % 3 <> 1 THEN 'Month by month' END,
    pg_temp.ago(120),
    pg_temp.ago(30),
    pg_temp.ago(20),
    CASE WHEN r.n % 4 <> 2 THEN 'Sample School ' || (1 + r.n % pg_temp.schools())::text END,
    jsonb_build_object('visits', 10 * r.n),
    '[{"title": "Visits"}]',
    CASE WHEN r.status = 'COMPLETED' THEN '["fewer visits than in spring"]'::jsonb ELSE '[]' END,
    CASE WHEN r.n % 3 = 0 THEN '["go on"]'::jsonb ELSE '[]' END,
    r.status::analytics_report_status,
    pg_temp.turn('{PDF,CSV,EXCEL,JSON,HTML}', r.n)::analytics_report_format,
    CASE WHEN r.status = 'COMPLETED' THEN 'https://example.org/reports/' || r.n::text END,
    CASE WHEN r.status = 'COMPLETED' THEN 20480 + 100 * r.n END,
    pg_temp.staff(1, 1),
    CASE WHEN r.status = 'COMPLETED' AND r.n % 2 = 0 THEN pg_temp.admin() END,
    CASE WHEN r.status = 'COMPLETED' AND r.n % 2 = 0 THEN pg_temp.ago(15) END,
    CASE WHEN r.status = 'COMPLETED' AND r.n % 2 = 0 THEN pg_temp.admin() END,
    CASE WHEN r.status = 'COMPLETED' AND r.n % 2 = 0 THEN pg_temp.ago(14) END,
    CASE WHEN r.n % 3 <> 2 THEN '["office@example.org"]'::jsonb END,
    CASE WHEN r.status = 'COMPLETED' AND r.n % 2 = 0 THEN pg_temp.ago(13) END,
    pg_temp.ago(20),
    pg_temp.ago(13)
FROM reports AS r;

-- Three figures of each school, every other week.

INSERT INTO health_metric_snapshots (
    id, school_id, metric_name, value, unit, category, trend, metadata, snapshot_date, created_at,
    updated_at
)
SELECT
    pg_temp.id('metric', c.n * 1000 + w.n * 10 + m.n),
    c.id,
    (ARRAY['clinic_visits', 'doses_given', 'attendance'])[m.n],
    CASE
        WHEN m.n = 3 THEN 90 + pg_temp.num('metric', c.n * 1000 + w.n * 10 + m.n, 90) / 10.0
        ELSE 1 + pg_temp.num('metric', c.n * 1000 + w.n * 10 + m.n, 120)
    END,
    (ARRAY['count', 'count', 'percent'])[m.n],
    (ARRAY['activity', 'medication', 'attendance'])[m.n],
    CASE
        WHEN w.n > 1
            THEN pg_temp.turn('{STABLE,INCREASING,DECREASING,FLUCTUATING}', w.n + m.n)::metric_trend
    END,
    CASE WHEN w.n % 3 = 0 THEN '{"source": "nightly job"}'::jsonb END,
    pg_temp.ago(14 * (14 - w.n)),
    pg_temp.ago(14 * (14 - w.n)),
    pg_temp.ago(14 * (14 - w.n))
FROM sample_school AS c
CROSS JOIN generate_series(1, 13) AS w (n)
CROSS JOIN generate_series(1, 3) AS m (n);

INSERT INTO report_templates (
    id, name, description, report_type, query_configuration, default_output_format,
    format_options, is_active, created_at, created_by, updated_at
)
SELECT
    pg_temp.id('report template', g.n),
    'Sample report template ' || g.n::text,
    CASE WHEN g.n % 3 <> 2 THEN 'Everything on one page' END,
    pg_temp.turn(
        '{health_trends,medication_usage,incident_statistics,attendance_correlation,compliance,
          dashboard,performance,custom}',
        g.n
    )::report_template_type,
    CASE WHEN g.n % 4 <> 3 THEN '{"group": "month"}'::jsonb END,
    pg_temp.turn('{pdf,excel,csv,json}', g.n)::report_template_format,
    CASE WHEN g.n % 2 = 0 THEN '{"paper": "letter"}'::jsonb END,
    g.n <> 5,
    pg_temp.ago(900),
    CASE WHEN g.n % 3 <> 1 THEN pg_temp.admin() END,
    pg_temp.ago(300)
FROM generate_series(1, 12) AS g (n);

INSERT INTO report_schedules (
    id, template_id, name, report_type, frequency, cron_expression, output_format, parameters,
    recipients, is_active, last_executed_at, next_execution_at, execution_count, failure_count,
    last_error, created_at, created_by, updated_at
)
SELECT
    pg_temp.id('schedule', g.n),
    CASE WHEN g.n % 4 <> 3 THEN pg_temp.id('report template', 1 + g.n % 12) END,
    'Sample schedule ' || g.n::text,
    pg_temp.turn(
        '{HEALTH_REPORT,MEDICATION_REPORT,INCIDENT_REPORT,COMPLIANCE_REPORT,ANALYTICS_REPORT}', g.n
    )::scheduled_report_type,
    pg_temp.turn('{daily,weekly,monthly,quarterly,custom}', g.n / 2)::report_frequency,
    CASE WHEN g.n / 2 % 5 = 4 THEN '0 6 * * 1' END,
    pg_temp.turn('{PDF,CSV,XLSX,JSON}', g.n)::report_output_format,
    CASE WHEN g.n % 3 <> 1 THEN '{"school": 1}'::jsonb END,
    '["office@example.org"]',
    g.n <> 7,
    CASE WHEN g.n < 14 THEN pg_temp.ago(1) END,
    CASE WHEN g.n <> 7 THEN pg_temp.ago(-6) END,
    CASE WHEN g.n < 14 THEN (10 * g.n)::integer ELSE 0 END,
    CASE WHEN g.n % 5 = 2 THEN 1 ELSE 0 END,
    CASE WHEN g.n % 5 = 2 THEN 'Disk full' END,
    pg_temp.ago(300),
    CASE WHEN g.n % 3 <> 2 THEN pg_temp.admin() END,
    pg_temp.ago(1)
FROM generate_series(1, 15) AS g (n);

INSERT INTO report_executions (
    id, schedule_id, report_type, output_format, parameters, status, file_path, download_url,
    file_size, record_count, execution_time_ms, error, executed_by, started_at, completed_at,
    expires_at, created_at, updated_at
)
WITH runs AS (
    SELECT
        g.n,
        pg_temp.past('run', g.n) AS began,
        pg_temp.turn(
            '{completed,completed,completed,failed,completed,pending,generating}', g.n
        )                        AS status
    FROM generate_series(1, 120) AS g (n)
)

SELECT
    pg_temp.id('run', r.n),
    CASE WHEN r.n % 5 <> 4 THEN pg_temp.id('schedule', 1 + r.n % 13) END,
    pg_temp.turn(
        '{HEALTH_REPORT,MEDICATION_REPORT,INCIDENT_REPORT,COMPLIANCE_REPORT,ANALYTICS_REPORT}', r.n
    )::scheduled_report_type,
    pg_temp.turn('{PDF,CSV,XLSX,JSON}', r.n)::report_output_format,
    CASE WHEN r.n % 3 <> 1 THEN '{"school": 1}'::jsonb END,
    r.status::report_execution_status,
    CASE WHEN r.status = 'completed' THEN '/sample/reports/' || r.n::text END,
    CASE WHEN r.status = 'completed' THEN 'https://example.org/reports/' || r.n::text END,
    CASE WHEN r.status = 'completed' THEN 4096 * r.n END,
    CASE WHEN r.status = 'completed' THEN 10 * r.n END,
    CASE WHEN r.status = 'completed' THEN 900 + r.n END,
    CASE WHEN r.status = 'failed' THEN 'Disk full' END,
    CASE WHEN r.n % 5 = 4 THEN pg_temp.staff(1, 1) END,
    r.began,
    CASE WHEN r.status IN ('completed', 'failed') THEN r.began + interval '2 seconds' END,
    CASE WHEN r.status = 'completed' THEN r.began + interval '30 days' END,
    r.began,
    r.began + interval '2 seconds'
FROM runs AS r;

INSERT INTO training_modules (
    id, title, description, content, duration, category, is_required, sort_order, attachments,
    completion_count, created_at, updated_at
)
SELECT
    pg_temp.id('training', g.n),
    'Sample lesson ' || g.n::text,
    CASE WHEN g.n % 4 <> 3 THEN 'Half an hour, with questions at the end.' END,
    'Read, answer, repeat.',
    CASE WHEN g.n % 5 <> 2 THEN 30 END,
    pg_temp.turn(
        '{HIPAA_COMPLIANCE,MEDICATION_MANAGEMENT,EMERGENCY_PROCEDURES,SYSTEM_TRAINING,
          SAFETY_PROTOCOLS,DATA_SECURITY}',
        g.n
    )::training_category,
    g.n % 2 = 0,
    g.n::integer,
    CASE WHEN g.n % 3 = 0 THEN '{https://example.org/slides.pdf}'::varchar[] END,
    (7 * g.n)::integer,
    pg_temp.ago(900),
    pg_temp.ago(300)
FROM generate_series(1, 12) AS g (n);

-- The spring term before today, for one student in three.

INSERT INTO academic_transcripts (
    id, student_id, academic_year, semester, grade, gpa, subjects, attendance, behavior,
    imported_by, imported_at, import_source, metadata, created_at, updated_at, deleted_at
)
WITH terms AS (
    SELECT
        s.n,
        s.id,
        s.administrator,
        s.n / 3                                         AS nr,
        pg_temp.num('absent', s.n, 20)                  AS absent,
        extract(YEAR FROM pg_temp.september())::integer AS year
    FROM sample_student AS s
    WHERE s.n % 3 = 0
)

SELECT
    pg_temp.id('transcript', t.n),
    t.id,
    (t.year - 1)::text || '-' || t.year::text,
    'Spring',
    pg_temp.pick('{A,A,B,B,B,C,C,D}', 'mark', t.n),
    1 + pg_temp.num('gpa', t.n, 31) / 10.0,
    jsonb_build_array(
        jsonb_build_object('name', 'Mathematics', 'mark', pg_temp.pick('{A,B,B,C}', 'maths', t.n)),
        jsonb_build_object('name', 'English', 'mark', pg_temp.pick('{A,B,B,C}', 'english', t.n))
    ),
    jsonb_build_object(
        'totalDays', 90, 'presentDays', 90 - t.absent, 'absentDays', t.absent,
        'tardyDays', pg_temp.num('tardy', t.n, 6), 'attendanceRate', round((90 - t.absent) / 0.9, 1)
    ),
    jsonb_build_object(
        'conductGrade', pg_temp.pick('{A,A,B}', 'conduct', t.n),
        'incidents', pg_temp.num('trouble', t.n, 3), 'commendations', pg_temp.num('praise', t.n, 4)
    ),
    CASE WHEN t.nr % 5 <> 3 THEN t.administrator END,
    CASE WHEN t.nr % 5 <> 3 THEN pg_temp.ago(100) END,
    CASE WHEN t.nr % 5 <> 3 THEN 'Sample SIS' END,
    CASE WHEN t.nr % 4 = 2 THEN '{"batch": 1}'::jsonb END,
    pg_temp.ago(100),
    pg_temp.ago(100),
    CASE WHEN t.nr % 61 = 7 THEN pg_temp.ago(90) END
FROM terms AS t;

-- ----------------------------------------------------------------------------
-- System
-- ----------------------------------------------------------------------------

INSERT INTO system_configurations (
    id, key, value, category, value_type, sub_category, description, default_value, valid_values,
    min_value, max_value, is_public, is_editable, requires_restart, scope, scope_id, tags,
    sort_order, created_at, updated_at
)
SELECT
    pg_temp.id('setting', c.n),
    'sample.' || c.key,
    c.value,
    c.category::config_category,
    c.type::config_value_type,
    CASE WHEN c.n % 3 <> 1 THEN 'sample' END,
    CASE WHEN c.n % 4 <> 2 THEN 'A setting of no consequence.' END,
    CASE WHEN c.n % 5 <> 3 THEN c.value END,
    CASE c.type WHEN 'ENUM' THEN '{LIGHT,DARK}'::varchar[] END,
    CASE c.type WHEN 'NUMBER' THEN 0 END,
    CASE c.type WHEN 'NUMBER' THEN 10000 END,
    c.category = 'UI',
    c.n % 6 <> 4,
    c.category IN ('PERFORMANCE', 'SESSION'),
    c.scope::config_scope,
    CASE c.scope
        WHEN 'DISTRICT' THEN pg_temp.id('district', 1)
        WHEN 'SCHOOL' THEN pg_temp.id('school', 1)
        WHEN 'USER' THEN pg_temp.staff(1, 11)
    END,
    CASE WHEN c.n % 4 = 1 THEN '{sample}'::varchar[] END,
    c.n,
    pg_temp.ago(1300),
    pg_temp.ago(200)
FROM (
    VALUES
    (1, 'platform_name', 'White Cross Sample', 'GENERAL', 'STRING', 'SYSTEM'),
    (2, 'password_days', '90', 'SECURITY', 'NUMBER', 'SYSTEM'),
    (3, 'notify_parents', 'true', 'NOTIFICATION', 'BOOLEAN', 'DISTRICT'),
    (4, 'sis_mapping', '{"id": "student_number"}', 'INTEGRATION', 'JSON', 'DISTRICT'),
    (5, 'backup_time', '02:30', 'BACKUP', 'TIME', 'SYSTEM'),
    (6, 'pool_size', '20', 'PERFORMANCE', 'NUMBER', 'SYSTEM'),
    (7, 'screening_grades', '["K", "3", "5"]', 'HEALTHCARE', 'ARRAY', 'SCHOOL'),
    (8, 'dose_window_minutes', '30', 'MEDICATION', 'NUMBER', 'SCHOOL'),
    (9, 'slot_minutes', '30', 'APPOINTMENTS', 'NUMBER', 'SCHOOL'),
    (10, 'accent_color', '#00aa55', 'UI', 'COLOR', 'DISTRICT'),
    (11, 'theme', 'LIGHT', 'UI', 'ENUM', 'USER'),
    (12, 'page_size', '50', 'QUERY', 'NUMBER', 'USER'),
    (13, 'max_upload_mb', '10', 'FILE_UPLOAD', 'NUMBER', 'SYSTEM'),
    (14, 'requests_per_minute', '100', 'RATE_LIMITING', 'NUMBER', 'SYSTEM'),
    (15, 'idle_minutes', '15', 'SESSION', 'NUMBER', 'SYSTEM'),
    (16, 'sender', 'noreply@example.org', 'EMAIL', 'EMAIL', 'SYSTEM'),
    (17, 'gateway', 'https://example.org/sms', 'SMS', 'URL', 'SYSTEM'),
    (18, 'school_year_begins', '2026-09-01', 'GENERAL', 'DATE', 'DISTRICT'),
    (19, 'last_import', '2026-09-01T06:00:00Z', 'INTEGRATION', 'DATETIME', 'SYSTEM'),
    (20, 'time_format', '24h', 'GENERAL', 'STRING', 'USER')
) AS c (n, key, value, category, type, scope);

INSERT INTO configuration_history (
    id, configuration_id, config_key, old_value, new_value, changed_by, changed_by_name,
    change_reason, ip_address, user_agent, created_at, updated_at
)
SELECT
    pg_temp.id('setting change', c.sort_order * 10 + k.n),
    c.id,
    c.key,
    CASE WHEN k.n > 1 THEN 'sample ' || k.n::text END,
    CASE WHEN k.n = 3 THEN c.value ELSE 'sample ' || (k.n + 1)::text END,
    pg_temp.admin(),
    CASE WHEN c.sort_order % 3 <> 2 THEN 'Platform administrator' END,
    CASE WHEN c.sort_order % 2 = 0 THEN 'Asked for by the office.' END,
    CASE WHEN c.sort_order % 4 <> 1 THEN '192.0.2.1' END,
    CASE WHEN c.sort_order % 4 <> 3 THEN 'Sample browser 1.0' END,
    pg_temp.ago(800 - 100 * k.n - c.sort_order),
    pg_temp.ago(800 - 100 * k.n - c.sort_order)
FROM system_configurations AS c
CROSS JOIN generate_series(1, 3) AS k (n)
WHERE c.sort_order <= 10;

INSERT INTO licenses (
    id, district_id, license_key, type, status, max_users, max_schools, features, issued_to,
    notes, issued_at, activated_at, expires_at, deactivated_at, created_at, updated_at
)
SELECT
    pg_temp.id('license', l.n),
    CASE WHEN l.n < 7 THEN pg_temp.id('district', l.n) END,
    'SAMPLE-LICENSE-' || l.n::text,
    l.type::license_type,
    l.status::license_status,
    CASE WHEN l.type <> 'ENTERPRISE' THEN 500 END,
    CASE WHEN l.type <> 'ENTERPRISE' THEN 40 END,
    '{records,messages}',
    CASE WHEN l.n < 7 THEN 'Fictitious Unified School District ' || l.n::text END,
    CASE WHEN l.n % 3 = 1 THEN 'For demonstration.' END,
    pg_temp.ago(1500),
    CASE WHEN l.n < 7 THEN pg_temp.ago(1490) END,
    CASE WHEN l.n <> 2 THEN pg_temp.ago(CASE WHEN l.status = 'EXPIRED' THEN 30 ELSE -400 END) END,
    CASE WHEN l.status IN ('SUSPENDED', 'CANCELLED') THEN pg_temp.ago(60) END,
    pg_temp.ago(1500),
    pg_temp.ago(60)
FROM (
    VALUES
    (1, 'ENTERPRISE', 'ACTIVE'),
    (2, 'PROFESSIONAL', 'ACTIVE'),
    (3, 'PROFESSIONAL', 'ACTIVE'),
    (4, 'BASIC', 'EXPIRED'),
    (5, 'BASIC', 'SUSPENDED'),
    (6, 'BASIC', 'CANCELLED'),
    (7, 'TRIAL', 'ACTIVE')
) AS l (n, type, status);

INSERT INTO backup_logs (
    id, type, status, file_name, file_size, location, triggered_by, error, started_at,
    completed_at, created_at, updated_at
)
WITH backups AS (
    SELECT
        g.n,
        CASE WHEN g.n = 1 THEN 'IN_PROGRESS' WHEN g.n % 20 = 7 THEN 'FAILED' ELSE 'COMPLETED' END
            AS status,
        CASE WHEN g.n % 15 = 4 THEN 'MANUAL' WHEN g.n % 7 = 0 THEN 'SCHEDULED' ELSE 'AUTOMATIC' END
            AS type
    FROM generate_series(1, 60) AS g (n)
)

SELECT
    pg_temp.id('backup', b.n),
    b.type::backup_type,
    b.status::backup_status,
    CASE WHEN b.status = 'COMPLETED' THEN 'sample-' || b.n::text || '.dump' END,
    CASE WHEN b.status = 'COMPLETED' THEN 10000000000 - 1000000 * b.n END,
    CASE WHEN b.status = 'COMPLETED' THEN '/sample/backups' END,
    CASE WHEN b.type = 'MANUAL' THEN pg_temp.admin() END,
    CASE WHEN b.status = 'FAILED' THEN 'Disk full' END,
    pg_temp.ago(b.n),
    CASE WHEN b.status <> 'IN_PROGRESS' THEN pg_temp.ago(b.n) + interval '20 minutes' END,
    pg_temp.ago(b.n),
    pg_temp.ago(b.n) + interval '20 minutes'
FROM backups AS b;

INSERT INTO performance_metrics (
    id, metric_type, value, unit, tags, recorded_at, created_at, updated_at
)
SELECT
    pg_temp.id('measurement', g.n),
    pg_temp.turn(
        '{CPU_USAGE,MEMORY_USAGE,DISK_USAGE,API_RESPONSE_TIME,DATABASE_QUERY_TIME,ACTIVE_USERS,
          ERROR_RATE,REQUEST_COUNT}',
        g.n
    )::metric_type,
    pg_temp.num('measurement', g.n, 1000) / 10.0,
    pg_temp.turn('{%,%,GB,ms,ms,NULL,%,NULL}', g.n),
    CASE WHEN g.n % 3 <> 2 THEN '{"host": "sample-1"}'::jsonb END,
    pg_temp.ago(1 + g.n / 16) + g.n % 16 / 8 * interval '2 hours',
    pg_temp.ago(1 + g.n / 16) + g.n % 16 / 8 * interval '2 hours',
    pg_temp.ago(1 + g.n / 16) + g.n % 16 / 8 * interval '2 hours'
FROM generate_series(0, 479) AS g (n);

INSERT INTO threat_detections (
    id, threat_type, severity, source, details, is_resolved, resolved_at, resolved_by, created_at,
    updated_at
)
SELECT
    pg_temp.id('threat', g.n),
    pg_temp.turn('{brute force,unusual hour,SQL injection,mass export}', g.n),
    pg_temp.turn('{low,medium,high,critical}', g.n / 2),
    '203.0.113.' || g.n::text,
    jsonb_build_object('attempts', 3 * g.n),
    CASE WHEN g.n % 9 <> 8 THEN g.n % 3 <> 0 END,
    CASE WHEN g.n % 9 <> 8 AND g.n % 3 <> 0 THEN pg_temp.ago(4 * g.n - 2) END,
    CASE WHEN g.n % 9 <> 8 AND g.n % 3 <> 0 THEN pg_temp.admin() END,
    pg_temp.ago(4 * g.n),
    pg_temp.ago(4 * g.n - 2)
FROM generate_series(1, 24) AS g (n);

INSERT INTO webhooks (
    id, url, events, is_active, secret, headers, created_at, created_by, updated_at
)
SELECT
    pg_temp.id('webhook', g.n),
    'https://example.org/hooks/' || g.n::text,
    '["student.updated"]',
    g.n <> 3,
    CASE WHEN g.n <> 4 THEN 'sample-no-secret' END,
    CASE WHEN g.n % 2 = 0 THEN '{"X-Sample": "1"}'::jsonb END,
    pg_temp.ago(800),
    pg_temp.admin(),
    pg_temp.ago(700)
FROM generate_series(1, 6) AS g (n);

INSERT INTO sync_state (
    id, entity_type, entity_id, last_sync_at, sync_status, error_message, created_at, updated_at
)
SELECT
    pg_temp.id('sync state', s.n),
    'Student',
    s.id,
    pg_temp.ago(1),
    CASE WHEN s.n / 20 % 10 = 4 THEN 'failed' ELSE 'synced' END,
    CASE WHEN s.n / 20 % 10 = 4 THEN 'Timed out' END,
    s.entered,
    pg_temp.ago(1)
FROM sample_student AS s
WHERE s.n % 20 = 1;

-- The key is an identity column: the application goes on counting after the last row here.

INSERT INTO cache_entries (
    id, cache_key, data, compliance_level, tags, expires_at, access_count, last_accessed,
    data_size, query_hash, created_at, updated_at
)
SELECT
    g.n,
    'sample:' || g.n::text,
    '{"cached": true}',
    pg_temp.turn(
        '{INTERNAL,PUBLIC,CONFIDENTIAL,PHI,SENSITIVE_PHI}', g.n
    )::cache_compliance_level,
    '["sample"]',
    pg_temp.ago(-1),
    3 * g.n,
    pg_temp.ago(1) + interval '1 hour',
    16,
    CASE WHEN g.n % 4 <> 1 THEN md5(g.n::text) END,
    pg_temp.ago(1),
    pg_temp.ago(1) + interval '1 hour'
FROM generate_series(1, 30) AS g (n);

SELECT setval(pg_get_serial_sequence('public.cache_entries', 'id'), 30);

-- ----------------------------------------------------------------------------
-- Integrations and synchronization
-- ----------------------------------------------------------------------------

INSERT INTO integration_configs (
    id, name, type, status, endpoint, api_key, username, password, settings, authentication,
    sync_frequency, is_active, last_sync_at, last_sync_status, created_at, updated_at
)
SELECT
    pg_temp.id('integration', i.n),
    'Sample ' || i.type,
    i.type::integration_type,
    i.status::integration_status,
    CASE WHEN i.status <> 'INACTIVE' THEN 'https://example.org/' || i.n::text END,
    CASE WHEN i.n % 2 = 0 THEN 'sample-no-key' END,
    CASE WHEN i.n % 2 = 1 THEN 'sample' END,
    CASE WHEN i.n % 2 = 1 THEN 'sample-no-password' END,
    CASE WHEN i.n % 3 <> 2 THEN '{"format": "json"}'::jsonb END,
    CASE WHEN i.n % 4 = 0 THEN '{"kind": "oauth2"}'::jsonb END,
    CASE WHEN i.n % 5 <> 2 THEN 60 END,
    i.status <> 'INACTIVE',
    CASE WHEN i.status <> 'INACTIVE' THEN pg_temp.ago(1) END,
    CASE WHEN i.status = 'ERROR' THEN 'failed' WHEN i.status <> 'INACTIVE' THEN 'success' END,
    pg_temp.ago(1200),
    pg_temp.ago(1)
FROM (
    VALUES
    (1, 'SIS', 'ACTIVE'),
    (2, 'EHR', 'ACTIVE'),
    (3, 'PHARMACY', 'TESTING'),
    (4, 'LABORATORY', 'SYNCING'),
    (5, 'INSURANCE', 'ERROR'),
    (6, 'PARENT_PORTAL', 'ACTIVE'),
    (7, 'HEALTH_APP', 'INACTIVE'),
    (8, 'GOVERNMENT_REPORTING', 'ACTIVE')
) AS i (n, type, status);

INSERT INTO integration_logs (
    id, integration_id, integration_type, action, status, records_processed, records_succeeded,
    records_failed, started_at, completed_at, duration, error_message, details, created_at,
    updated_at
)
WITH logs AS (
    SELECT
        g.n,
        g.n % 12 = 5              AS failed,
        g.n % 9 = 2               AS test,
        pg_temp.past('call', g.n) AS began
    FROM generate_series(1, 200) AS g (n)
)

SELECT
    pg_temp.id('call', l.n),
    CASE WHEN l.n % 15 <> 4 THEN pg_temp.id('integration', 1 + l.n % 8) END,
    pg_temp.turn(
        '{SIS,EHR,PHARMACY,LABORATORY,INSURANCE,PARENT_PORTAL,HEALTH_APP,GOVERNMENT_REPORTING}',
        l.n
    ),
    CASE WHEN l.test THEN 'test' ELSE 'sync' END,
    CASE WHEN l.failed THEN 'failed' ELSE 'success' END,
    CASE WHEN NOT l.test THEN 100 END,
    CASE WHEN NOT l.test THEN 100 - 5 * (l.n % 3)::integer END,
    CASE WHEN NOT l.test THEN 5 * (l.n % 3)::integer END,
    CASE WHEN l.n % 40 <> 6 THEN l.began END,
    CASE WHEN NOT l.failed THEN l.began + interval '1 minute' END,
    CASE WHEN NOT l.failed THEN 60000 END,
    CASE WHEN l.failed THEN 'Timed out' END,
    CASE WHEN l.n % 4 = 3 THEN '{"retry": true}'::jsonb END,
    l.began,
    l.began + interval '1 minute'
FROM logs AS l;

INSERT INTO sync_sessions (
    id, config_id, started_at, completed_at, status, direction, stats, entities,
    records_processed, records_successful, records_failed, triggered_by, completion_message,
    created_at, updated_at
)
WITH sessions AS (
    SELECT
        g.n,
        pg_temp.past('sync', g.n) AS began,
        pg_temp.turn(
            '{COMPLETED,COMPLETED,PARTIAL,COMPLETED,FAILED,IN_PROGRESS,PENDING}', g.n
        )                         AS status
    FROM generate_series(1, 60) AS g (n)
)

SELECT
    pg_temp.id('sync', s.n),
    pg_temp.id('integration', 1 + s.n % 8),
    s.began,
    CASE
        WHEN s.status IN ('COMPLETED', 'PARTIAL', 'FAILED') THEN s.began + interval '2 minutes'
    END,
    s.status::sync_session_status,
    pg_temp.turn('{PULL,PUSH,BIDIRECTIONAL}', s.n)::sync_direction,
    jsonb_build_object('students', s.n),
    '{students}',
    CASE WHEN s.status IN ('COMPLETED', 'PARTIAL') THEN 100 ELSE 0 END,
    CASE s.status WHEN 'COMPLETED' THEN 100 WHEN 'PARTIAL' THEN 90 ELSE 0 END,
    CASE s.status WHEN 'PARTIAL' THEN 10 ELSE 0 END,
    pg_temp.turn('{scheduler,admin@example.org}', s.n),
    CASE WHEN s.status IN ('COMPLETED', 'PARTIAL', 'FAILED') THEN 'Done.' END,
    s.began,
    s.began + interval '2 minutes'
FROM sessions AS s;

INSERT INTO sis_sync_conflicts (
    id, student_id, session_id, field, local_value, sis_value, resolution, resolved_at,
    resolved_by, created_at, updated_at, deleted_at
)
WITH conflicts AS (
    SELECT
        s.n,
        s.id,
        s.grade,
        s.administrator,
        s.n / 50          AS nr,
        1 + s.n / 50 % 60 AS session
    FROM sample_student AS s
    WHERE s.n % 50 = 8
)

SELECT
    pg_temp.id('sis conflict', c.n),
    c.id,
    pg_temp.id('sync', c.session),
    'grade',
    to_jsonb(c.grade),
    '"5"',
    CASE
        WHEN c.nr % 3 <> 2
            THEN pg_temp.turn('{KEEP_LOCAL,KEEP_SIS}', c.nr)::sis_conflict_resolution
    END,
    CASE WHEN c.nr % 3 <> 2 THEN pg_temp.past('sync', c.session) + interval '1 day' END,
    CASE WHEN c.nr % 3 <> 2 THEN c.administrator END,
    pg_temp.past('sync', c.session),
    pg_temp.past('sync', c.session) + interval '1 day',
    CASE WHEN c.nr % 6 = 5 THEN pg_temp.past('sync', c.session) + interval '1 day' END
FROM conflicts AS c;

INSERT INTO sync_queue_items (
    id, user_id, device_id, action_type, entity_type, entity_id, data, device_time, synced_at,
    synced, attempts, last_error, conflict_detected, conflict_resolution, priority,
    requires_online, created_at, updated_at
)
WITH items AS (
    SELECT
        q.n,
        c.n                        AS school,
        q.n % 5 <> 3               AS synced,
        q.n % 4 = 1                AS conflict,
        pg_temp.past('queue', q.n) AS made
    FROM sample_school AS c
    CROSS JOIN LATERAL generate_series(c.n * 100 + 1, c.n * 100 + 20) AS q (n)
)

SELECT
    pg_temp.id('queue item', q.n),
    pg_temp.staff(q.school, 11),
    'SAMPLE-DEVICE-' || (q.school * 100 + 11)::text,
    pg_temp.turn('{UPDATE,CREATE,READ,UPDATE,DELETE}', q.n)::sync_action_type,
    pg_temp.turn(
        '{STUDENT,HEALTH_RECORD,MEDICATION,INCIDENT,VACCINATION,APPOINTMENT,SCREENING,ALLERGY,
          CHRONIC_CONDITION}',
        q.n
    )::sync_entity_type,
    CASE
        WHEN q.n % 6 = 5 THEN 'device-key-' || q.n::text
        ELSE pg_temp.id(
            'student', 1 + pg_temp.num('queued', q.n, pg_temp.students())
        )::text
    END,
    '{"grade": "5"}',
    q.made,
    CASE WHEN q.synced THEN q.made + interval '2 hours' END,
    q.synced,
    CASE WHEN q.synced THEN 1 ELSE 3 END,
    CASE WHEN NOT q.synced THEN 'No connection' END,
    q.conflict,
    CASE
        WHEN q.conflict
            THEN pg_temp.turn(
                '{CLIENT_WINS,SERVER_WINS,NEWEST_WINS,MERGE,MANUAL}', q.n
            )::sync_conflict_resolution
    END,
    pg_temp.turn('{NORMAL,HIGH,NORMAL,LOW}', q.n)::sync_priority,
    q.n % 7 <> 2,
    q.made,
    q.made + interval '2 hours'
FROM items AS q;

INSERT INTO sync_conflicts (
    id, queue_item_id, entity_type, entity_id, client_version, server_version, resolution,
    resolved_at, resolved_by, merged_data, status, created_at, updated_at
)
WITH conflicts AS (
    SELECT
        q.n,
        c.n                        AS school,
        c.n + q.n % 100 / 4        AS nr,
        pg_temp.past('queue', q.n) AS made,
        pg_temp.turn(
            '{RESOLVED,RESOLVED,PENDING,RESOLVED,DEFERRED}', c.n + q.n % 100 / 4
        )                          AS status
    FROM sample_school AS c
    CROSS JOIN LATERAL generate_series(c.n * 100 + 1, c.n * 100 + 20) AS q (n)
    WHERE q.n % 4 = 1
)

SELECT
    pg_temp.id('sync conflict', k.n),
    pg_temp.id('queue item', k.n)::text,
    pg_temp.turn(
        '{STUDENT,HEALTH_RECORD,MEDICATION,INCIDENT,VACCINATION,APPOINTMENT,SCREENING,ALLERGY,
          CHRONIC_CONDITION}',
        k.n
    )::sync_entity_type,
    CASE
        WHEN k.n % 6 = 5 THEN 'device-key-' || k.n::text
        ELSE pg_temp.id(
            'student', 1 + pg_temp.num('queued', k.n, pg_temp.students())
        )::text
    END,
    '{"grade": "5"}',
    '{"grade": "4"}',
    CASE
        WHEN k.status = 'RESOLVED'
            THEN pg_temp.turn(
                '{CLIENT_WINS,SERVER_WINS,NEWEST_WINS,MERGE,MANUAL}', k.n
            )::sync_conflict_resolution
    END,
    CASE WHEN k.status = 'RESOLVED' THEN k.made + interval '3 hours' END,
    CASE WHEN k.status = 'RESOLVED' AND k.n % 5 = 4 THEN pg_temp.staff(k.school, 11) END,
    CASE WHEN k.status = 'RESOLVED' AND k.n % 5 = 3 THEN '{"grade": "5"}'::jsonb END,
    k.status::sync_conflict_status,
    k.made + interval '2 hours',
    k.made + interval '3 hours'
FROM conflicts AS k;
