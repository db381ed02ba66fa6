-- One row per attempt of a channel in the price book (and per cached attempt of any): what it cost by the
-- prices and billing rules in force when it was submitted, in the list price's own currency.
-- `policy`: who bills such an end by the channel's rule, whatever the log says was charged; NULL without one.
-- `computed_cost` is NULL, never 0, where no price fits; `price_note` then says why. A 0 that no price
-- stands behind has no currency. `after_shutdown`: submitted when the channel served the model no more.
--
-- Counted is the first that applies: the credits logged; the tokens logged, where the channel prices them by
-- kind and, for a success, the kind of its output is among them; the units logged; seconds (with images
-- sent along), runs, images (with these and further megapixels) or megapixels of the outputs, for anything but a
-- success of those asked for; video tokens by the documented formula width x height x seconds x fps / 1024.
-- Never two of these together. Of the tokens that went in, those from the provider's cache have a price of their own;
-- of which kind they were is not logged: text first. Without that price they cost what all do, which is said.
-- A megapixel of a price is 1024 x 1024 pixels.
WITH found AS (  -- the attempt, its menu of prices and who bills it
    SELECT
        a.*, m.* EXCLUDE (key_no, valid_from, valid_to), k.key_no,
        CASE
            WHEN a.cache_hit THEN 'no'
            WHEN a.outcome IS NULL THEN 'yes'
            WHEN a.credits IS NOT NULL AND m.credit IS NOT NULL THEN 'yes'
            ELSE coalesce(r.billed, 'unknown')
        END AS billed,
        r.billed AS policy,
        coalesce(a.submitted_at >= k.shut_on, FALSE) AS after_shutdown
    FROM priceable_attempts AS a
    LEFT JOIN logged_keys AS k
        ON a.billing_channel = k.billing_channel
        AND a.model IS NOT DISTINCT FROM k.model AND a.operation IS NOT DISTINCT FROM k.operation
        AND a.variant IS NOT DISTINCT FROM k.variant AND a.unit IS NOT DISTINCT FROM k.unit
        AND a.requested_width IS NOT DISTINCT FROM k.requested_width
        AND a.requested_height IS NOT DISTINCT FROM k.requested_height
        AND a.size_class IS NOT DISTINCT FROM k.size_class
        AND a.seconds_each IS NOT DISTINCT FROM k.seconds_each
    LEFT JOIN price_menus AS m
        ON m.key_no = k.key_no AND a.submitted_at >= m.valid_from AND a.submitted_at < m.valid_to
    LEFT JOIN key_policies AS r
        ON r.key_no = k.key_no AND r.outcome = a.outcome
        AND a.submitted_at >= r.valid_from AND a.submitted_at < r.valid_to
),

counted AS (  -- the same with the way it is counted, and how much of it
    SELECT
        *,
        CASE WHEN tokens_cached_in > 0 THEN least(tokens_cached_in, coalesce(tokens_text_in, 0)) END AS text_cached,
        CASE WHEN tokens_cached_in > coalesce(tokens_text_in, 0)
            THEN least(tokens_cached_in - coalesce(tokens_text_in, 0), coalesce(tokens_image_in, 0))
        END AS image_cached,
        CASE
            WHEN cache_hit THEN 'cached'
            WHEN credits IS NOT NULL AND credit IS NOT NULL THEN 'credits'
            WHEN billed = 'no' THEN 'not_billed'
            WHEN outcome IS NULL AND token_currency IS NOT NULL AND (
                (tokens_image_out > 0 AND image_out IS NOT NULL) OR (tokens_video_out > 0 AND video_out IS NOT NULL)
            ) THEN 'tokens'
            WHEN outcome IS NOT NULL AND token_currency IS NOT NULL AND coalesce(
                tokens_text_in * text_in, tokens_image_in * image_in, tokens_text_out * text_out,
                tokens_image_out * image_out, tokens_video_out * video_out, tokens_thinking * thinking
            ) IS NOT NULL THEN 'tokens'
            WHEN billed = 'tokens' THEN 'no_tokens'
            WHEN basis IS NOT NULL THEN basis
            WHEN video_out IS NOT NULL AND token_fps IS NOT NULL THEN 'token_formula'
        END AS way,
        CASE WHEN basis_is_logged THEN units END AS units_logged
    FROM found
),

priced AS (
    SELECT
        *,
        as_money(CASE way  -- an absurd quantity has no cost rather than stopping everything
            WHEN 'cached' THEN 0
            WHEN 'not_billed' THEN 0
            WHEN 'credits' THEN CAST(credits AS DECIMAL(26, 12)) * credit
            WHEN 'tokens' THEN
                coalesce(tokens_text_in * text_in, 0) + coalesce(tokens_image_in * image_in, 0)
                + coalesce(tokens_text_out * text_out, 0) + coalesce(tokens_image_out * image_out, 0)
                + coalesce(tokens_video_out * video_out, 0) + coalesce(tokens_thinking * thinking, 0)
                - coalesce(text_cached * (text_in - cached_text_in), 0)
                - coalesce(image_cached * (image_in - cached_image_in), 0)
            WHEN 'token_formula' THEN
                CAST(coalesce(pixels_each, nominal_pixels) * seconds_total * token_fps / 1024 AS DECIMAL(38, 6)) * video_out
            WHEN 'second' THEN CAST(coalesce(units_logged, seconds_total) AS DECIMAL(38, 6)) * basis_price + coalesce(n_input_images * input_image, 0)
            WHEN 'run' THEN CAST(coalesce(units_logged, 1) AS DECIMAL(38, 6)) * basis_price
            WHEN 'image' THEN
                CAST(coalesce(units_logged, n) AS DECIMAL(38, 6)) * (
                    basis_price
                    + CASE
                        WHEN further_megapixel IS NULL THEN 0
                        WHEN pixels_each > 1048576
                            THEN CAST(ceil(pixels_each / 1048576) - 1 AS DECIMAL(18, 0)) * further_megapixel
                        WHEN pixels_each IS NOT NULL THEN 0
                    END
                )
                + coalesce(n_input_images * input_image, 0)
                + CASE WHEN n_input_images > 1 THEN (n_input_images - 1) * coalesce(further_input_image, 0) ELSE 0 END
            WHEN 'megapixel' THEN
                basis_price * CASE
                    WHEN units_logged IS NOT NULL THEN CAST(units_logged AS DECIMAL(38, 6))
                    WHEN basis_block IS NULL THEN CAST(n * pixels_each / 1048576 AS DECIMAL(38, 6))
                    ELSE CAST(n * ceil(pixels_each / 1048576 / CAST(basis_block AS DOUBLE)) AS DECIMAL(38, 6))
                END
            ELSE CAST(units_logged AS DECIMAL(38, 6)) * basis_price
        END) AS cost,
        CASE
            WHEN way IN ('cached', 'not_billed') THEN NULL
            WHEN way = 'token_formula' THEN 'token_formula'
            WHEN way = 'credits' THEN credit_note
            WHEN way <> 'tokens' THEN basis_note
            WHEN (tokens_text_in > 0 AND text_in IS NULL) OR (tokens_image_in > 0 AND image_in IS NULL)
                OR (tokens_text_out > 0 AND text_out IS NULL) OR (tokens_image_out > 0 AND image_out IS NULL)
                OR (tokens_video_out > 0 AND video_out IS NULL) OR (tokens_thinking > 0 AND thinking IS NULL)
                THEN 'token_kind_unpriced'
            WHEN (text_cached > 0 AND cached_text_in IS NULL) OR (image_cached > 0 AND cached_image_in IS NULL)
                THEN 'cached_tokens_unpriced'
            WHEN text_cached > 0 AND tokens_image_in > coalesce(image_cached, 0) THEN 'cached_kind_unknown'
            WHEN tokens_cached_in > 0 THEN coalesce(token_note, cached_note)
            ELSE token_note
        END AS assumption
    FROM counted
)

SELECT
    attempt_no, cost AS computed_cost,
    CASE
        WHEN cost IS NULL THEN NULL
        WHEN way IN ('tokens', 'token_formula') THEN token_currency
        WHEN way = 'credits' THEN credit_currency
        ELSE basis_currency
    END AS currency,
    CASE
        WHEN cost IS NULL THEN NULL
        WHEN assumption = 'date_assumed' THEN 'date_assumed'
        WHEN billed IN ('unknown', 'partial') THEN 'billing_assumed'
        WHEN assumption = 'hardware_assumed' THEN 'hardware_assumed'
        WHEN assumption IS NOT NULL THEN 'price_assumed'
    END AS assumed_because,
    billed, policy,
    CASE
        WHEN way = 'cached' THEN 'cache_hit'
        WHEN way = 'not_billed' THEN 'not_billed'
        WHEN cost IS NOT NULL AND billed = 'unknown' THEN 'billed_unknown'
        WHEN cost IS NOT NULL AND billed = 'partial' THEN 'billed_partial'
        WHEN cost IS NOT NULL AND assumption IS NULL AND billed = 'tokens' THEN 'tokens_only'
        WHEN cost IS NOT NULL THEN assumption
        WHEN after_shutdown AND basis IS NULL THEN 'model_shut'
        WHEN way = 'no_tokens' THEN 'tokens_not_reported'
        WHEN way IS NOT NULL THEN 'quantity_unknown'
        WHEN by_name THEN 'variant_unknown'
        WHEN key_no IN (SELECT key_no FROM key_prices WHERE by_name) THEN 'no_price_at_date'
        ELSE 'model_unknown'
    END AS price_note,
    after_shutdown
FROM priced
