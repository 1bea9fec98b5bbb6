-- Who could act as or on whom, as telemetry showed it.
-- Table: span(from_day BIGINT, to_day BIGINT), days since 1970 UTC, both inclusive.
-- Result: src, dst VARCHAR (ids in text), type, last_day BIGINT. Pairs last seen before the span, or first seen after it, are left out.
SELECT CAST(a.src AS VARCHAR) AS src, CAST(a.dst AS VARCHAR) AS dst, a.type, CAST(MAX(a.last_day) AS BIGINT) AS last_day
FROM rel_access AS a CROSS JOIN span AS s
WHERE a.first_day <= s.to_day AND a.last_day >= s.from_day
GROUP BY a.src, a.dst, a.type
ORDER BY 1, 2, 3
