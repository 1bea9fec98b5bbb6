-- How the subject of an anomaly is called. Parameters: $anomaly.
SELECT body ->> '$.subject.label' AS label FROM anomaly WHERE id = $anomaly
