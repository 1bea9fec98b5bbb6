-- Whether a decision about entities is in force. Parameters: $decision.
SELECT is_undone FROM entity_override WHERE decision_id = $decision
