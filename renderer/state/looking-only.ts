import type { WorkspaceInfo } from "../../shared/contract/workspace.ts";
import { useRequest } from "./requests.ts";

/** Why nothing is recorded here, beside what would; the banner tells the rest. */
export const lookingOnly = "This workspace is open for looking only";

/** What is said when something was to be recorded all the same. */
export const notRecorded = "Not recorded: this workspace is open for looking only";

export const isLookingOnly = (info: Pick<WorkspaceInfo, "readOnly"> | undefined): boolean => info?.readOnly === true;

export const useLookingOnly = (): boolean => isLookingOnly(useRequest("workspace.info", {}).data);
