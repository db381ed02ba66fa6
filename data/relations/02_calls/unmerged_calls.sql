-- One row per call where no call is in several logs: a logged attempt.
SELECT *, source AS cost_source, source AS operation_source FROM attempts_in_scope
