-- The window whose end is the settling time: 'selection' after another output of the brief was approved, else 'verdict'.
CASE
    WHEN first_usable_at IS NOT NULL AND settles_at = greatest(ready_at, first_usable_at) + $selection_window
        THEN 'selection'
    ELSE 'verdict'
END
