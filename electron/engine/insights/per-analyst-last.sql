-- The newest decision on whether figures by person are shown. Columns: actor, at_us, body.
SELECT actor, at_us, body FROM decision WHERE kind = 'insights.per-analyst' ORDER BY seq DESC LIMIT 1
