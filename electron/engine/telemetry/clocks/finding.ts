import type { ClockProposal } from "../../../../shared/contract/clock.ts";

/** A proposal without the name of its file. */
export type Finding = Omit<ClockProposal, "file">;
