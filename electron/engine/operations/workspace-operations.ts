import { userInfo } from "node:os";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { WorkspaceInfo } from "../../../shared/contract/workspace.ts";
import { loadText, nowUs } from "../runtime.ts";
import { auditShareOf, budgetPerDay, findSetting, putSetting } from "../sqlite/settings.ts";
import { query } from "../sqlite/statement.ts";
import { isWritableFolder } from "../storage-failure.ts";
import { findDatasetVersion } from "../workspace/dataset-versions.ts";
import type { WorkspacePaths } from "../workspace/layout.ts";
import { findLockHolder } from "../workspace/lock.ts";
import { listSnapshots } from "../workspace/snapshots.ts";
import { z } from "zod";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

const judgedSinceSql = loadText(import.meta.url, "judged-since.sql");
const dayUs = 86_400_000_000;

type Names =
  | "engine.info"
  | "engine.restart"
  | "workspace.info"
  | "workspace.sign"
  | "workspace.auditShare"
  | "preferences.read"
  | "preferences.write"
  | "jobs.list"
  | "jobs.cancel"
  | "files.choose"
  | "files.begin"
  | "files.append"
  | "files.release";

export function workspaceOperations(parts: EngineParts, version: string): Pick<Handlers, Names> {
  const { db, log } = parts.workspace;
  return {
    "engine.info": async (_input, context) => ({ version, host: context.caller.host, node: process.version, ready: true }),
    "engine.restart": async () => ({ restarted: false }),
    "workspace.info": async (_input, context) => describeWorkspace(parts, context.caller.trust === "local"),
    "workspace.sign": async (input) => {
      requireWritable(parts);
      const analyst = signer(parts, input.analyst);
      log.append({ actor: analyst, kind: "analyst.sign", body: { analyst } });
      putSetting(db, "analyst", analyst);
      parts.emit("workspace.changed", { what: "analyst" });
      return { analyst };
    },
    "workspace.auditShare": async ({ share, analyst }) => {
      requireWritable(parts);
      parts.decisions.record("audit-share.set", signer(parts, analyst), { share });
      return { share };
    },
    "preferences.read": async () => ({ text: findSetting(db, "preferences") ?? null }),
    "preferences.write": async ({ text }) => {
      if (!parts.workspace.readOnly) putSetting(db, "preferences", text);
      return {};
    },
    "jobs.list": async () => parts.jobs.list(),
    "jobs.cancel": async ({ id }) => ({ cancelled: parts.jobs.cancel(id) }),
    "files.choose": async ({ paths }, context) => {
      if (paths === undefined || context.caller.trust !== "local")
        throw new AppError("unsupported-format", "this host has no file dialog; upload the file instead");
      return { grants: paths.map((path) => parts.grants.add(path)) };
    },
    "files.begin": async ({ name, size }) => {
      requireWritable(parts);
      return { grant: parts.grants.begin(name, size) };
    },
    "files.append": async ({ grant, offset, base64 }) => ({ received: parts.grants.append(grant, offset, base64) }),
    "files.release": async ({ grants }) => {
      for (const grant of grants) parts.grants.release(grant);
      return {};
    },
  };
}

const Verified = z.object({ at: z.number(), ok: z.boolean() });

function describeWorkspace(parts: EngineParts, showPath: boolean): WorkspaceInfo {
  const { db, log, name, paths, readOnly } = parts.workspace;
  const verified = findSetting(db, "log.verified");
  const state = verified === undefined ? undefined : Verified.parse(JSON.parse(verified));
  const dayStart = Math.floor(nowUs() / dayUs) * dayUs;
  const used = query(db, judgedSinceSql, z.object({ n: z.number() })).get({ since: dayStart });
  return {
    name,
    ...(showPath ? { path: paths.root } : {}),
    analyst: findSetting(db, "analyst") ?? userInfo().username,
    dataset: findDatasetVersion(db) ?? null,
    snapshots: listSnapshots(db).length,
    budget: { used: used?.n ?? 0, perDay: budgetPerDay(db) },
    auditShare: auditShareOf(db),
    log: { entries: log.head().seq, verifiedAt: state?.at ?? null, ok: state?.ok ?? null },
    readOnly,
    ...(readOnly ? { readOnlyBecause: whyReadOnly(paths) } : {}),
  };
}

function whyReadOnly(paths: WorkspacePaths): "held" | "unwritable" | "asked" {
  if (findLockHolder(paths) !== undefined) return "held";
  return isWritableFolder(paths.root) ? "asked" : "unwritable";
}
