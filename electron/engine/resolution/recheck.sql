-- Judged anomalies about an entity that were judged before it was cut in two. Parameters: $entity.
SELECT DISTINCT v.anomaly_id, h.label, p.made_at_us
FROM entity_history AS h
JOIN entity_partition AS p ON p.number = h.number
JOIN anomaly_entity AS x ON x.entity = 'entity:' || $entity
JOIN verdict_current AS v ON v.anomaly_id = x.anomaly_id AND v.at_us < p.made_at_us
WHERE h.op = 'split' AND (h.old_id = $entity OR h.new_id = $entity)
ORDER BY v.anomaly_id
