-- Whether what was thought is counted beside what came out: by the total, else by whom.
CASE
    WHEN thought > made THEN TRUE
    WHEN total - given - made IN (0, thought) THEN total - given - made <> 0
    ELSE by_custom
END
