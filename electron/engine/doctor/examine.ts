import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { listBackups } from "../sqlite/backup.ts";
import { checkCopy } from "../sqlite/check-copy.ts";
import { isWritableFolder } from "../storage-failure.ts";
import { workspacePaths } from "../workspace/layout.ts";
import { findLockHolder } from "../workspace/lock.ts";
import { withCopy } from "../workspace/with-copy.ts";
import { examineContent } from "./examine-content.ts";
import {
  examineBackups,
  examineCaches,
  examineFolder,
  examineInstall,
  examineLeftovers,
  examineLock,
  examineWal,
} from "./examine-surroundings.ts";
import type { Examination, Finding } from "./findings.ts";

/**
 * Looks at everything a workspace rests on, from the folder to the last byte of its snapshots. Writes nothing in it: of a database that nobody has open a copy
 * is read, elsewhere. Throws AppError `not-found` where there is no workspace.
 */
export async function examine(dir: string): Promise<Examination> {
  const root = resolve(dir);
  const paths = workspacePaths(root);
  const backups = listBackups(paths.backups);
  if (!existsSync(paths.database) && backups.length === 0)
    throw new AppError("not-found", `There is no workspace at ${root}.`, { file: root });
  const install = examineInstall();
  // Without SQLite there is nothing more to be seen.
  if (install[0]?.state === "broken") return { workspace: root, isInUse: false, findings: install };
  const findings: Finding[] = [...install, examineFolder(root)];
  const holder = isWritableFolder(root) || existsSync(paths.lock) ? findLockHolder(paths) : undefined;
  findings.push(examineLock(paths, holder), examineWal(paths, holder !== undefined));
  const database =
    holder === undefined && existsSync(paths.database)
      ? await withCopy(paths.database, (copy) => examineContent(paths, checkCopy(copy), copy))
      : await examineContent(paths, existsSync(paths.database) ? checkCopy(paths.database) : undefined, paths.database);
  findings.push(
    ...database,
    ...(await examineCaches(paths)),
    ...examineLeftovers(paths, holder !== undefined),
    await examineBackups(paths),
  );
  return { workspace: root, isInUse: holder !== undefined, findings };
}
