-- One row per price key and stretch of time [valid_from, valid_to): the prices in force, side by side.
-- `basis` is the unit that counts when neither credits nor tokens do: the one logged, else seconds, runs,
-- images, megapixels. `by_name`: the model itself has prices then, be they ones that do not serve.
WITH served AS (
    SELECT
        p.*,
        p.unit LIKE '1M%' AND p.unit_price IS NOT NULL AS by_token,
        p.unit IN ('1M_tokens_cached_text_in', '1M_tokens_cached_image_in') AS is_cached,
        CASE
            WHEN p.unit_price IS NULL THEN NULL
            WHEN p.unit = k.logged_unit THEN 1
            WHEN p.unit = 'second' THEN 2
            WHEN p.unit = 'run' THEN 3
            WHEN p.unit = 'image' THEN 4
            WHEN p.unit = 'megapixel' THEN 5
        END AS basis_rank
    FROM key_prices AS p
    INNER JOIN price_keys AS k ON k.key_no = p.key_no
),

bounds AS (
    SELECT key_no, valid_from AS starts FROM key_prices
    UNION
    SELECT key_no, valid_to FROM key_prices
),

spans AS (
    SELECT key_no, starts, lead(starts) OVER (PARTITION BY key_no ORDER BY starts) AS ends FROM bounds
),

menus AS (
    SELECT
        s.key_no, s.starts AS valid_from, s.ends AS valid_to, bool_or(p.by_name) AS by_name,
        max(CASE WHEN p.unit = '1M_tokens_text_in' THEN p.unit_price END) AS text_in,
        max(CASE WHEN p.unit = '1M_tokens_image_in' THEN p.unit_price END) AS image_in,
        max(CASE WHEN p.unit = '1M_tokens_cached_text_in' THEN p.unit_price END) AS cached_text_in,
        max(CASE WHEN p.unit = '1M_tokens_cached_image_in' THEN p.unit_price END) AS cached_image_in,
        max(CASE WHEN p.unit = '1M_tokens_text_out' THEN p.unit_price END) AS text_out,
        max(CASE WHEN p.unit = '1M_tokens_image_out' THEN p.unit_price END) AS image_out,
        max(CASE WHEN p.unit = '1M_tokens_video_out' THEN p.unit_price END) AS video_out,
        max(CASE WHEN p.unit = '1M_tokens_thinking' THEN p.unit_price END) AS thinking,
        max(CASE WHEN p.by_token THEN p.token_fps END) AS token_fps,
        max(CASE WHEN p.by_token AND NOT p.is_cached THEN p.note END) AS token_note,
        max(CASE WHEN p.is_cached THEN p.note END) AS cached_note,
        min(CASE WHEN p.by_token THEN p.currency END) AS token_currency,
        max(CASE WHEN p.by_token THEN p.currency END) AS other_token_currency,
        max(CASE WHEN p.unit = 'credit' THEN p.unit_price END) AS credit,
        max(CASE WHEN p.unit = 'credit' THEN p.note END) AS credit_note,
        max(CASE WHEN p.unit = 'credit' THEN p.currency END) AS credit_currency,
        max(CASE WHEN p.unit = 'further_megapixel' THEN p.unit_price END) AS further_megapixel,
        max(CASE WHEN p.unit = 'input_image' THEN p.unit_price END) AS input_image,
        max(CASE WHEN p.unit = 'further_input_image' THEN p.unit_price END) AS further_input_image,
        min(p.basis_rank) AS basis_rank
    FROM spans AS s
    INNER JOIN served AS p
        ON p.key_no = s.key_no AND p.valid_from <= s.starts AND p.valid_to >= s.ends
    GROUP BY s.key_no, s.starts, s.ends
)

SELECT
    m.* EXCLUDE (basis_rank, token_currency, other_token_currency),
    CASE WHEN m.token_currency = m.other_token_currency THEN m.token_currency END AS token_currency,
    p.unit AS basis, p.unit_price AS basis_price, p.block AS basis_block, p.note AS basis_note,
    p.currency AS basis_currency, coalesce(m.basis_rank = 1, FALSE) AS basis_is_logged, k.nominal_pixels
FROM menus AS m
INNER JOIN price_keys AS k ON k.key_no = m.key_no
LEFT JOIN served AS p
    ON p.key_no = m.key_no AND p.basis_rank = m.basis_rank
    AND p.valid_from <= m.valid_from AND p.valid_to >= m.valid_to
