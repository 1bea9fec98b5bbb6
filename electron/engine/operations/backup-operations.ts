import type { Handlers } from "../../../shared/contract/client.ts";
import { listBackups } from "../sqlite/backup.ts";
import { unsavedIn } from "../workspace/back-up.ts";
import type { BackupKeeper } from "./backup-keeper.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { runJob } from "./run-job.ts";

export function backupOperations(parts: EngineParts, keeper: BackupKeeper): Pick<Handlers, "backups.list" | "backups.make"> {
  const { paths, log } = parts.workspace;
  return {
    "backups.list": async () => {
      const backups = listBackups(paths.backups);
      return { backups, failure: keeper.failure, unsaved: unsavedIn(backups, log.head()) };
    },
    "backups.make": (_input, context) => {
      requireWritable(parts);
      return runJob(parts, "backups.make", "Back up decisions", context, () => keeper.make());
    },
  };
}
