-- One row per way in which a person's name is written that is not the name shown.
SELECT spelling, name
FROM persons
WHERE spelling <> name
