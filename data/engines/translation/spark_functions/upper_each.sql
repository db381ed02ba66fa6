-- Upper case, letter by letter: what is several letters in upper case stays as it is, but the sharp s.
CASE
    WHEN text RLIKE '^\\p{ASCII}*\\z' THEN upper(text)
    ELSE array_join(
        transform(split(text, ''), letter -> CASE WHEN length(upper(letter)) = 1 THEN upper(letter) ELSE translate(letter, 'ß', 'ẞ') END),
        ''
    )
END
