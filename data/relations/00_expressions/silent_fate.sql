-- What time alone makes of an output that nothing else settles: passed over once its settling time has come.
CASE WHEN settles_at <= $as_of THEN 'not_selected' ELSE 'pending' END
