-- A weighed edge. Parameters: $a, $b, $rule, $identifier, $state, $order, $confidence, $from, $to, $against, $parts (JSON), $decision.
INSERT INTO entity_edge (a_no, b_no, rule, identifier, state, join_order, confidence, from_us, to_us, against, parts, decision_id)
VALUES ($a, $b, $rule, $identifier, $state, $order, $confidence, $from, $to, $against, $parts, $decision)
