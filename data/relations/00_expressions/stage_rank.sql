-- Where a stage stands in the order of stages: triage, qc (also where none was said), client, audit.
CASE coalesce(stage, 'qc') WHEN 'triage' THEN 0 WHEN 'qc' THEN 1 WHEN 'client' THEN 2 ELSE 3 END
