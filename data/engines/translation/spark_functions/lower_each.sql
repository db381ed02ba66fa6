-- Lower case, letter by letter: Spark makes an end-of-word sigma, and two characters of a dotted I.
CASE
    WHEN text RLIKE '^\\p{ASCII}*\\z' THEN lower(text)
    ELSE array_join(
        transform(split(text, ''), letter -> CASE WHEN length(lower(letter)) = 1 THEN lower(letter) ELSE translate(letter, 'İ', 'i') END),
        ''
    )
END
