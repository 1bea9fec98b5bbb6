import type { Job } from "../../shared/contract/workspace.ts";
import { useClient } from "./client-context.ts";
import { showFailure } from "./messages.ts";
import { useRequest } from "./requests.ts";

/** Jobs of this session, newest first; kept current by `job.changed`. */
export function useJobs(): readonly Job[] {
  return useRequest("jobs.list", {}).data ?? [];
}

export const useRunningJobs = (): readonly Job[] => useJobs().filter((job) => job.state === "running");

export function useJobCancel(): (id: string) => void {
  const client = useClient();
  return (id) => {
    client.call("jobs.cancel", { id }).catch((error: unknown) => showFailure("The job was not cancelled", error));
  };
}
