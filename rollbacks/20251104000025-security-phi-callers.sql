-- Reverses 20251104000025-security-phi-callers.
--
-- Data loss: none that the next apply does not write anew, unless somebody added a caller by hand.

DROP FUNCTION phi.protect_functions();
DROP FUNCTION phi.functions_executable();

DROP TABLE phi.callers;
