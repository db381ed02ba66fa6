-- One row per distinct way of logging what a price may depend on, and the price key it comes down to
-- (`key_no`: the same for all ways that prices cannot tell apart, however odd a log's variants and sizes are).
-- `said`: the words of the variant that some price knows, `size_words`: what the size or length asked for is
-- called exactly, `class_words`: what the size is called roughly. `shut_on`: from when on the channel serves
-- the model no more.
WITH logged AS (
    SELECT DISTINCT
        billing_channel, model, operation, variant, unit, requested_width, requested_height,
        size_class, seconds_each
    FROM priceable_attempts
    WHERE billing_channel IS NOT NULL
),

priced_models AS (SELECT DISTINCT channel, model FROM prices),

price_words AS (
    SELECT coalesce(list(DISTINCT word), CAST([] AS VARCHAR[])) AS known FROM (SELECT unnest(model_words) AS word FROM prices)
),

split AS (
    SELECT
        l.*, w.known,
        list_distinct(regexp_split_to_array(
            regexp_replace(lower(coalesce(variant, '')), '(\d)\s*(?:-x-|[x*×])\s*(\d)', '\1x\2', 'g'),
            '[\s,;/|+_()&-]+'
        )) AS variant_words,
        CASE
            WHEN list_has_any(variant_words, ['batch', 'batches']) THEN 'batch'
            WHEN list_has_any(variant_words, ['flex', 'offline']) THEN 'flex'
            WHEN list_contains(variant_words, 'priority') THEN 'priority'
            ELSE 'standard'
        END AS service_tier,
        CASE
            WHEN list_has_any(variant_words, ['4k', '2160p']) THEN 3840 * 2160
            WHEN list_contains(variant_words, '1080p') THEN 1920 * 1080
            WHEN list_contains(variant_words, '720p') THEN 1280 * 720
            WHEN list_contains(variant_words, '480p') THEN 854 * 480
        END AS nominal_pixels,
        regexp_matches(
            concat(' ', array_to_string(variant_words, ' '), ' '), ' \d+(\.\d+)?(k|p|px|mp|x\d+)? '
        ) AS said_size
    FROM logged AS l
    CROSS JOIN price_words AS w
),

described AS (
    SELECT
        s.* EXCLUDE (known, variant_words),
        p.model AS exact_model, coalesce(own.family, versioned.family) AS family,
        coalesce(
            own.media, versioned.media,
            CASE WHEN s.operation LIKE '%video%' THEN 'video' WHEN s.operation <> 'other' THEN 'image' END,
            'other'
        ) AS media,
        nullif(s.operation, 'other') AS priced_operation,
        list_sort(list_intersect(s.variant_words, s.known)) AS said,
        list_sort(list_intersect(
            [
                concat(requested_width, 'x', requested_height), concat(requested_height, 'x', requested_width),
                concat(least(requested_width, requested_height), 'p'), concat(seconds_each, 's')
            ],
            s.known
        )) AS size_words,
        [
            CASE
                WHEN size_class <= 2 THEN '0.5k' WHEN size_class <= 5 THEN '1k'
                WHEN size_class <= 7 THEN '2k' WHEN size_class = 8 THEN '4k'
            END,
            CASE
                WHEN size_class <= 1 THEN '360p' WHEN size_class <= 3 THEN '480p'
                WHEN size_class <= 4 THEN '720p' WHEN size_class <= 6 THEN '1080p' WHEN size_class <= 8 THEN '4k'
            END
        ] AS class_words,
        CASE
            WHEN lower(unit) IN ('image', 'images') THEN 'image'
            WHEN lower(unit) IN ('second', 'seconds', 'sec', 's') THEN 'second'
            WHEN lower(unit) IN ('megapixel', 'megapixels', 'mp') THEN 'megapixel'
            WHEN lower(unit) IN ('run', 'runs', 'request', 'requests', 'call', 'calls') THEN 'run'
            WHEN lower(unit) IN ('frame', 'frames') THEN 'frame'
            WHEN lower(unit) IN ('step', 'steps') THEN 'step'
            WHEN lower(unit) IN ('gpu_second', 'gpu_seconds', 'gpu second', 'gpu seconds') THEN 'gpu_second'
            WHEN lower(unit) IN ('credit', 'credits', 'unit', 'units') THEN 'credit'
        END AS logged_unit,
        CASE
            WHEN shut.shut_on IS NOT NULL THEN shut.shut_on
            WHEN p.model IS NULL AND own.family IS NULL THEN shut_version.shut_on
        END AS shut_on
    FROM split AS s
    LEFT JOIN priced_models AS p ON p.channel = s.billing_channel AND p.model = lower(s.model)
    LEFT JOIN model_names AS own ON own.name = lower(s.model) AND NOT own.versioned
    LEFT JOIN model_names AS versioned
        ON versioned.versioned
        AND versioned.name = regexp_replace(lower(s.model), '[-@:_](\d{3}|\d{6}|\d{8}|\d{4}-\d{2}-\d{2})$', '')
    LEFT JOIN shut_models AS shut
        ON shut.channel = s.billing_channel AND shut.name = lower(s.model) AND NOT shut.versioned
    LEFT JOIN shut_models AS shut_version
        ON shut_version.channel = s.billing_channel AND shut_version.versioned AND shut_version.name = versioned.name
)

SELECT
    *,
    dense_rank() OVER (
        ORDER BY
            billing_channel, exact_model, family, media, priced_operation, logged_unit, service_tier,
            said, said_size, size_words, class_words, nominal_pixels
    ) AS key_no
FROM described
