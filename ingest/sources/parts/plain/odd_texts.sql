-- Whether one of so many texts, a line each, is not plain: white space at an end, JSON that is no text, a number that is
-- spelled in more than one way, an address, a control character; or they are long together.
length(texts) > 2000
OR strlen(texts) - strlen(replace(texts, chr(10), '')) <> n_texts - 1
OR regexp_matches(
    texts,
    '(?m)(?:^[ \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\[{]'
    '|[ \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]$'
    '|://|[@?#]|^(?:true|false)$'
    '|^-?[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)$'
    '|[\x00-\x09\x0b-\x1f\x7f])'
)
