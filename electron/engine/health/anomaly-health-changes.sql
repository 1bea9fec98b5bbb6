-- How often the health of anomalies was written. Columns: changes.
SELECT changes FROM anomaly_health_change
