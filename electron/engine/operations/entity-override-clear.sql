-- Takes every decision about entities back, to derive from the log again which are in force. Which of them the partition holds stays known.
UPDATE entity_override SET is_undone = 1
