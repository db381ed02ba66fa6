-- Invented calls as a log has them: getvariable('attempts') rows over 40 weeks, some made from the one before.
WITH thrown AS (
    SELECT
        i, CAST(hash(i) % 1000 AS INTEGER) AS h,
        TIMESTAMP '2026-01-05' + to_microseconds(CAST(i * (280 * 86400e6 / getvariable('attempts')) AS BIGINT)) AS submitted_at
    FROM range(getvariable('attempts')) AS r(i)
)

SELECT
    'req_' || i AS id,
    struct_pack(
        submit := submitted_at, start := submitted_at + INTERVAL 1 SECOND, "end" := submitted_at + to_seconds(3 + h % 40)
    ) AS times,
    CASE WHEN h < 900 THEN 'OK' WHEN h < 960 THEN 'ERR' ELSE 'NSFW' END AS state,
    'op-' || i // 2 AS op, 'brief-' || i // 5 AS shot, 'project ' || i // 1000 % 23 AS project, 'user' || i % 17 AS who,
    ['generate', 'refine', 'upscale'][1 + h % 3] AS tier,
    ['nano-banana-pro', 'seedream-4', 'seedance-2.0', 'flux-pro', 'topaz'][1 + h % 5] AS model,
    'in-house' AS vendor, 1 AS n, CAST(h < 900 AS INTEGER) AS got,
    CASE WHEN i % 5 > 0 AND h % 3 = 0 THEN ['req_' || (i - 1) || '#0'] END AS made_from,
    CAST(h / 1000 AS DECIMAL(8, 4)) AS price, FALSE AS cached, struct_pack(seed := i) AS params
FROM thrown
