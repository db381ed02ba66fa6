-- The stage of a verdict: of one that a use gives, the one that the settings say.
CASE source WHEN 'finals' THEN $finals_mean WHEN 'uses' THEN $use_means ELSE stage END
