-- Every two verdicts on one anomaly of which the later was given without sight of the earlier. Columns: anomaly_id, earlier_id, later_id.
SELECT anomaly_id, earlier_id, later_id FROM verdict_apart
