-- Whether a verdict counts: where the settings say that a use says nothing, one that a use gives does not.
(source <> 'finals' OR $finals_mean IS NOT NULL) AND (source <> 'uses' OR $use_means IS NOT NULL)
