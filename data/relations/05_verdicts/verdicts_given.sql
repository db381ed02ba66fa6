-- One row per verdict up to the moment, as it stood then.
SELECT o.*
FROM verdicts_given_once AS o
ANTI JOIN verdict_versions AS s ON s.verdict_no = o.verdict_no
UNION ALL
SELECT * FROM verdicts_given_anew
