-- One row per price key, unit and stretch of time [valid_from, valid_to) in which one price is in force.
--
-- Which price: the exact model id, else the first name of the model's family that is in force there; then
-- exact operation, service tier and variant before blank ones. A variant is found by the words the log says,
-- else by the size asked for. A price that wants to know more than the log says (`uncertain`) serves only
-- when all such prices are equal, or when it is the channel's one default and no other size is known.
-- `note` says what the choice rests on, NULL when on nothing but the log. Where the model has prices but none of
-- them serves, there is a row without a price.
WITH priced_models AS (SELECT DISTINCT channel, model FROM prices),

models_by_name AS (  -- the model ids whose prices may serve a key
    SELECT key_no, exact_model AS model, -1 AS name_rank FROM price_keys WHERE exact_model IS NOT NULL
    UNION ALL
    SELECT k.key_no, p.model, min(n.position)
    FROM price_keys AS k
    INNER JOIN model_names AS n ON n.family = k.family
    INNER JOIN priced_models AS p ON p.channel = k.billing_channel AND p.model = n.name
    WHERE k.exact_model IS NULL
    GROUP BY k.key_no, p.model
),

models AS (
    SELECT key_no, model, name_rank, TRUE AS named FROM models_by_name
    UNION ALL
    SELECT key_no, '*', 1000000, key_no IN (SELECT key_no FROM models_by_name) FROM price_keys
),

candidates AS (  -- every price of those models, with how well it fits what the log says; NULL: it does not
    SELECT
        k.key_no, m.name_rank, m.model <> '*' AS by_name, p.*,
        list_intersect(list_concat(k.said, k.size_words, k.class_words), p.model_words) AS telling,
        array_length(p.model_sizes) > 0 AND NOT list_has_any(telling, p.model_sizes) AS size_untold,
        size_untold AND k.class_words[1] IS NOT NULL AS asked_other_size,
        CASE
            WHEN p.operation = k.priced_operation THEN 0
            WHEN p.operation IS NULL THEN 1
            WHEN k.priced_operation IS NULL THEN 2
        END AS operation_rank,
        CASE WHEN p.service_tier = k.service_tier THEN 0 WHEN p.service_tier IS NULL THEN 1 END AS tier_rank,
        CASE
            WHEN array_length(p.words) = 0 THEN 3
            WHEN list_has_all(k.said, p.words) THEN 0
            WHEN list_has_all(list_concat(k.said, k.size_words), p.words) THEN 1
            WHEN list_has_all(list_concat(k.said, k.size_words, k.class_words), p.words) THEN 2
            WHEN list_has_all(p.words, telling) AND NOT (k.said_size AND size_untold) THEN 4
        END AS variant_rank,
        operation_rank + tier_rank + variant_rank IS NOT NULL AS fits,
        operation_rank = 2 OR variant_rank = 4 AS uncertain,
        p.service_tier IS NULL AND k.service_tier <> 'standard' AS tier_assumed,
        CASE WHEN p.is_default THEN p.unit_price END AS default_price
    FROM price_keys AS k
    INNER JOIN models AS m ON m.key_no = k.key_no
    INNER JOIN prices AS p
        ON p.channel = k.billing_channel AND p.model = m.model
        AND (m.model <> '*' OR p.unit = 'credit' OR NOT m.named)
    WHERE p.currency <> 'CREDITS'
),

bounds AS (
    SELECT key_no, unit, valid_from AS starts FROM candidates
    UNION
    SELECT key_no, unit, valid_to FROM candidates
),

spans AS (
    SELECT key_no, unit, starts, lead(starts) OVER (PARTITION BY key_no, unit ORDER BY starts) AS ends
    FROM bounds
),

topmost AS (  -- a later folder's entry hides an earlier one's of the same key
    SELECT c.*, s.starts, s.ends
    FROM candidates AS c
    INNER JOIN spans AS s
        ON s.key_no = c.key_no AND s.unit = c.unit AND c.valid_from <= s.starts AND c.valid_to >= s.ends
    QUALIFY row_number() OVER (
        PARTITION BY c.key_no, c.unit, s.starts, c.model, c.operation, c.words, c.service_tier
        ORDER BY c.layer DESC
    ) = 1
),

judged AS (
    SELECT
        *,
        min(unit_price) OVER alike = max(unit_price) OVER alike AS is_sole,
        min(default_price) OVER alike = max(default_price) OVER alike AS is_sole_default,
        fits AND (NOT uncertain OR is_sole OR (is_default AND is_sole_default AND NOT asked_other_size)) AS serves
    FROM topmost
    WINDOW alike AS (
        PARTITION BY key_no, unit, starts, name_rank, tier_rank, operation_rank, variant_rank
    )
)

SELECT
    key_no, unit, starts AS valid_from, ends AS valid_to, by_name, block, token_fps, currency,
    CASE WHEN serves THEN unit_price END AS unit_price,
    CASE
        WHEN NOT serves THEN 'variant_unknown'
        WHEN uncertain AND NOT is_sole THEN 'default_variant'
        WHEN uncertain AND asked_other_size THEN 'variant_assumed'
        WHEN unit = 'gpu_second' AND array_length(words) = 0 AND array_length(model_words) > 0 THEN 'hardware_assumed'
        WHEN tier_assumed THEN 'service_tier_assumed'
        WHEN date_assumed THEN 'date_assumed'
    END AS note
FROM judged
QUALIFY row_number() OVER (
    PARTITION BY key_no, unit, starts
    ORDER BY
        serves DESC, name_rank, uncertain, tier_rank, operation_rank, variant_rank, array_length(words) DESC,
        layer DESC, judged.unit_price DESC
) = 1
