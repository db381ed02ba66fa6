-- Whether a text is there that is not plainly an amount: a decimal of which a binary number spells the same 12 places,
-- however many it has. What follows them must not be so near to half that it matters how many were written.
coalesce(NOT regexp_full_match(
    written,
    '[0-9]{1,6}(?:\.[0-9]{1,9})?|[0-9]\.[0-9]{10,12}(?:(?:[0-36-9]|4[0-8]|5[1-9])[0-9]{0,5})?'
    '|[1-9](?:\.[0-9]{1,6})?[eE]-0?[56]'
), FALSE)
