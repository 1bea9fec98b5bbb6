import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { BundleReport, BundleRerun } from "../../../../shared/contract/exports.ts";
import type { Cli } from "../cli.ts";
import { facts, printable, shortId, table } from "../text.ts";

function describeReport({ ok, hunt, topic, signedBy, keyId, isOurs, files, anomalies, missing, problems }: BundleReport): string {
  const about = facts([
    ["archive", ok ? "as it was signed" : "NOT as it was signed"],
    ["hunt", `${hunt ?? "unreadable"} ${topic ?? ""}`.trim()],
    ["signed by", signedBy ?? "unreadable"],
    ["key", `${keyId ?? "unreadable"}${isOurs ? " (this workspace's own)" : ""}`],
    ["holds", `${files} files, ${anomalies} anomalies`],
    ...missing.map((one) => ["was gone", one] as const),
  ]);
  return about + problems.map(({ file, problem }) => `${printable(file)}: ${printable(problem)}\n`).join("");
}

const describeRerun = ({ runs }: BundleRerun): string =>
  table(runs, [
    { title: "RUN", value: (r) => shortId(r.run) },
    { title: "MODEL", value: (r) => `${r.model}@${shortId(r.modelVersion)}` },
    { title: "RESULT", value: (r) => r.state },
    { title: "SAME", right: true, value: (r) => `${r.same} of ${r.compared}` },
    { title: "", value: (r) => r.because },
  ]) + runs.flatMap((run) => run.differences.map((difference) => `${printable(difference)}\n`)).join("");

/** What can be done with the archive of a hunt. */
export function addHuntBundles(hunts: Command, cli: Cli): void {
  hunts
    .command("verify")
    .description("whether the archive of a hunt is as it was signed, byte by byte; needs no workspace")
    .argument("<file>")
    .option("--key <id>", "the key that must have signed it, or its beginning")
    .action((file: string, { key }: { readonly key?: string }) =>
      cli.run({
        access: existsSync(join(cli.workspaceDir(), "quarry.sqlite")) ? "read" : "scratch",
        work: (client, signal) => client.call("exports.verifyArchive", { paths: [resolve(file)], key }, signal),
        text: describeReport,
        failed: ({ ok }) => !ok,
      }),
    );
  hunts
    .command("rerun")
    .description("score the runs of a hunt's archive again and compare ids and scores; stores nothing")
    .argument("<file>")
    .action((file: string) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("exports.rerun", { paths: [resolve(file)] }, signal),
        text: describeRerun,
        failed: ({ runs }) => runs.some(({ state }) => state !== "same"),
      }),
    );
}
