import type { EventBody, EventName } from "../../../shared/contract/events.ts";
import type { DecisionKind } from "../decisions/decision-kind.ts";
import type { HuntBoard } from "../hunts/board.ts";
import { huntKinds } from "../hunts/hunt-kinds.ts";
import { reviewKinds } from "../lifecycle/review/review-kind.ts";
import { suiteDecision } from "../lifecycle/suites/suite-kind.ts";
import { currentPartition } from "../resolution/partition.ts";
import type { Database } from "../sqlite/database.ts";
import { holdKinds } from "../triage/hold-kinds.ts";
import { viewKinds } from "../triage/saved-views.ts";
import { triageKinds } from "../triage/triage-kinds.ts";
import { overrideKind } from "./entity-overrides.ts";
import { declineKinds } from "./retraining-decline.ts";
import { inventoryKinds } from "./retire-inventory.ts";
import { settingKinds } from "./setting-kinds.ts";

interface KindParts {
  readonly db: Database;
  readonly board: HuntBoard;
  readonly emit: <K extends EventName>(name: K, body: EventBody<K>) => void;
}

/**
 * Every kind of decision that can be taken back; a new kind is one entry here. Not among them: a model's stages, which are rolled back; who signs; what
 * was written to a file, sent out or deleted, since taking the decision back would not bring that back.
 */
export function decisionKinds({ db, board, emit }: KindParts): DecisionKind[] {
  const tellEntities = (): void => emit("entities.changed", { version: currentPartition(db)?.number ?? 0 });
  return [
    ...triageKinds(db, emit),
    ...holdKinds(() => emit("holds.changed", {})),
    ...huntKinds(db, board, emit),
    overrideKind(db, tellEntities),
    ...inventoryKinds(db, (ids) => {
      emit("inventory.changed", { ids });
      tellEntities();
    }),
    ...viewKinds((what) => emit("workspace.changed", { what })),
    suiteDecision((model) => emit("models.changed", { model })),
    ...reviewKinds(db, (model) => {
      emit("models.changed", { model });
      emit("verdict.changed", { anomalyIds: [] });
    }),
    ...declineKinds((model) => emit("models.changed", { model })),
    ...settingKinds(db, (what) => emit("workspace.changed", { what })),
  ];
}
