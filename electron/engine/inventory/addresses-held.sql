-- Which addresses devices held, by any of their identifiers. Parameters: $identifiers (JSON list), $from, $to (microseconds UTC, end exclusive).
SELECT k.identifier, l.ip, MIN(l.from_us) AS from_us, MAX(l.to_us) AS to_us
FROM json_each($identifiers) AS wanted
JOIN inventory_identifier AS k ON k.identifier = wanted.value
JOIN inventory AS i ON i.id = k.inventory_id AND i.kind = 'dhcp' AND i.retired_by IS NULL
JOIN lease AS l ON l.inventory_id = k.inventory_id AND l.row_no = k.row_no
WHERE l.from_us < $to AND l.to_us > $from
GROUP BY k.identifier, l.ip, l.from_us
ORDER BY k.identifier, l.ip, l.from_us
