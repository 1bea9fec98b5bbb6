-- A case of a blind review that whoever looks has not ended. Parameters: $anomaly. Columns: anomaly_id.
SELECT anomaly_id FROM review_withheld WHERE anomaly_id = $anomaly
