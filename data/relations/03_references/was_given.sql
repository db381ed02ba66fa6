-- Whether a call gave an output of this place, by how many it gave as logged and by the number of the call among the odd
-- outputs, NULL where it is not there. Of a call without any it is not known which it would have given.
n_logged = 0 OR place IS NULL OR odd_no IS NOT NULL OR (place < n_logged AND NOT has_odd_places)
