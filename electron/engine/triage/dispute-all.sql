-- Every anomaly whose verdicts differ. Columns: anomaly_id.
SELECT anomaly_id FROM verdict_dispute
