-- When time alone decides that an output was passed over, from the moment it was ready: the verdict window
-- after that, or the selection window after both that and the brief's first usable approval.
least(
    ready_at + $verdict_window,
    CASE WHEN first_usable_at IS NOT NULL THEN greatest(ready_at, first_usable_at) + $selection_window END
)
