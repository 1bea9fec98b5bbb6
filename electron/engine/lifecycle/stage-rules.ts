import type { Stage } from "../../../shared/contract/models.ts";
import { automaticActor, automaticKinds, type StageEvent, type StageKind, type StageMove } from "../../../shared/contract/stages.ts";

const is = (...stages: readonly Stage[]) => new Set<Stage>(stages);

/** Where a person may take a version without making or ending a champion. Release from quarantine starts over as registered. */
const steps: Readonly<Record<Stage, ReadonlySet<Stage>>> = {
  registered: is("validated", "challenger", "retired"),
  validated: is("challenger", "retired"),
  challenger: is("validated", "retired"),
  retired: is("validated"),
  champion: is(),
  quarantined: is("registered", "retired"),
};

/** Whether a change of this kind may take its version this way. */
function mayMove(kind: StageKind, { from, to }: Omit<StageMove, "version">): boolean {
  switch (kind) {
    case "model.promote":
      return to === "champion" && from !== "champion" && from !== "quarantined";
    case "model.stage":
      return steps[from].has(to);
    case "model.rollback":
      return to === "champion" && from !== "champion" && from !== "quarantined" && from !== "registered";
    case "model.demote":
      return from === "champion" && to === "retired";
    case "model.quarantine":
      return from !== "quarantined" && to === "quarantined";
  }
}

/** Whether another version may move in the same step: the champion makes room for the new one, or an earlier one steps in for it. */
function mayAlsoMove({ kind, from, to }: Pick<StageEvent, "kind" | "from" | "to">, other: StageMove): boolean {
  if (to === "champion") return other.from === "champion" && other.to === "retired";
  const stepsIn = other.to === "champion" && (other.from === "retired" || other.from === "validated" || other.from === "challenger");
  return stepsIn && from === "champion" && (kind === "model.demote" || kind === "model.quarantine");
}

type Change = Pick<StageEvent, "kind" | "actor" | "version" | "from" | "to" | "also">;

/** Why a change is none that can be made, or undefined. */
export function refusalOf(change: Change): string | undefined {
  const { kind, actor, version, from, to, also } = change;
  if (actor === automaticActor && !automaticKinds.includes(kind)) return `${kind} needs a person`;
  if (!mayMove(kind, change)) return `${kind} cannot take a version from ${from} to ${to}`;
  if (also.length > 1 || also.some((other) => other.version === version)) return `${kind} moves one other version at most`;
  const wrong = also.find((other) => !mayAlsoMove(change, other));
  return wrong === undefined ? undefined : `${kind} cannot take another version from ${wrong.from} to ${wrong.to}`;
}

export const movesOf = ({ version, from, to, also }: Pick<StageEvent, "version" | "from" | "to" | "also">): StageMove[] => [
  ...also,
  { version, from, to },
];

/** The champion a change leaves, `null` for none; undefined where it is no change of champion. */
export function championAfter(change: Pick<StageEvent, "version" | "from" | "to" | "also">): string | null | undefined {
  const moves = movesOf(change);
  const made = moves.find((move) => move.to === "champion");
  if (made !== undefined) return made.version;
  return moves.some((move) => move.from === "champion") ? null : undefined;
}
