-- Without spaces of any width at both ends; tabs and line ends stay.
regexp_replace(text, '^\\p{Zs}+|\\p{Zs}+\\z', '')
