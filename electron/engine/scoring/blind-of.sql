-- Whether an anomaly is of the blind sample, and what may be known of that now. Parameters: $anomaly. Columns: is_blind, blind_kind, propensity.
SELECT is_blind, blind_kind, propensity FROM queue_item WHERE id = $anomaly
