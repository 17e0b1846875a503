-- Reverses 20251104000028-functions-phi-access.
--
-- Data loss: none.

DELETE FROM phi.callers AS c
WHERE
    c.function_name IN (
        'phi.log_view(name,uuid,uuid,text,bigint)',
        'phi.read_record(regclass,uuid,text)',
        'phi.read_student(uuid,text)',
        'phi.accounting(uuid,timestamp with time zone)'
    );

DROP FUNCTION phi.accounting(uuid, timestamptz);
DROP FUNCTION phi.read_student(uuid, text);
DROP FUNCTION phi.read_record(regclass, uuid, text);
DROP FUNCTION phi.log_view(name, uuid, uuid, text, bigint);
