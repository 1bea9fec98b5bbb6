import type { HuntStage } from "../../../shared/domain/hunt.ts";
import type { VerdictKey } from "../../../shared/domain/verdict.ts";
import type { Finding } from "./finding.ts";

/** An OCSF `activity_id` and `status_id` with their captions. */
export interface WorkflowStatus {
  readonly activityId: 1 | 2 | 3;
  readonly activity: "Create" | "Update" | "Close";
  readonly statusId: number;
  readonly status: string;
}

const create = { activityId: 1, activity: "Create" } as const;
const update = { activityId: 2, activity: "Update" } as const;
const close = { activityId: 3, activity: "Close" } as const;

/** Verdicts that leave the case to somebody: here, or where it is managed. */
const goesOn: ReadonlySet<VerdictKey> = new Set<VerdictKey>(["suspicious", "managed-externally"]);

/** How far a Detection Finding is: its verdict first, then whether it is being hunted, then whether its data can be trusted. */
export function findingStatus({ verdict, isHunted, isSuppressed }: Pick<Finding, "verdict" | "isHunted" | "isSuppressed">): WorkflowStatus {
  if (verdict !== undefined)
    return goesOn.has(verdict.key) ? { ...update, statusId: 2, status: "In Progress" } : { ...close, statusId: 4, status: "Resolved" };
  if (isHunted) return { ...create, statusId: 2, status: "In Progress" };
  return isSuppressed ? { ...create, statusId: 3, status: "Suppressed" } : { ...create, statusId: 1, status: "New" };
}

const incidentStatuses: { readonly [K in HuntStage]: WorkflowStatus } = {
  backlog: { ...create, statusId: 1, status: "New" },
  active: { ...update, statusId: 2, status: "In Progress" },
  closed: { ...close, statusId: 5, status: "Closed" },
};

/** How far an Incident Finding is, by the stage of its hunt. */
export const incidentStatus = (stage: HuntStage): WorkflowStatus => incidentStatuses[stage];
