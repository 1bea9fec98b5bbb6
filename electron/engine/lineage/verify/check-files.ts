import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../../shared/contract/errors.ts";
import { sha256 } from "../../hash.ts";
import { SuiteBody, suiteKind } from "../../lifecycle/suites/workspace-suites.ts";
import { loadSuite } from "../../lifecycle/suite.ts";
import { logOf } from "../../lifecycle/model-log.ts";
import { listPackages } from "../../features/packages.ts";
import { BundleBreak, loadBundle, verifyBundle } from "../../scoring/bundle.ts";
import { verifySnapshot } from "../../telemetry/verify-snapshot.ts";
import { listRetired } from "../../workspace/retirements.ts";
import { listSnapshots } from "../../workspace/snapshots.ts";
import type { Node } from "../graph/whole.ts";
import type { Checking, Outcome } from "./checking.ts";

/** The file itself or, of a member, the archive it lies in: Quarry keeps no copy of either. */
export async function checkSourceFile({ source, places, hooks }: Checking, { version, title }: Node): Promise<Outcome> {
  const manifest = listSnapshots(source.db).find((one) => one.manifest.files.some((file) => file.sha256 === version))?.manifest;
  const file = manifest?.files.find((one) => one.sha256 === version);
  if (file === undefined)
    return { state: "not-kept", text: "It came in without its file being kept; its digest is what is known of it.", expected: version };
  const [outer = ""] = file.name.split("!");
  const sought = manifest?.files.find((one) => one.name === outer) ?? file;
  if (places === undefined)
    return {
      state: "not-kept",
      text: "No copy is kept here. Name the file, or a folder it lies in, to have it read again.",
      expected: sought.sha256,
    };
  const found = await places.find(sought, hooks);
  const inside = sought === file ? "" : `, the archive that ${title} lies in,`;
  if (found.state === "same")
    return {
      state: "verified",
      text: `${found.as}${inside} has the bytes that were imported.`,
      expected: sought.sha256,
      found: sought.sha256,
    };
  if (found.state === "other")
    return {
      state: "changed",
      text: `${found.as}${inside} has other bytes than were imported.`,
      expected: sought.sha256,
      found: found.found,
    };
  return { state: "missing", text: `It is not among the ${places.files.length} files named.`, expected: sought.sha256, found: null };
}

export async function checkSnapshot({ source, hooks }: Checking, { version }: Node): Promise<Outcome> {
  const gone = listRetired(source.db).get(version);
  if (gone !== undefined) return { state: "not-kept", text: `Its events were let go by ${gone.by}: ${gone.reason}` };
  try {
    const problems = await verifySnapshot(source.paths.root, version, hooks);
    const [first] = problems;
    if (first === undefined)
      return { state: "verified", text: "Every Parquet file and the manifest have the bytes they were written with." };
    const state = problems.some(({ found }) => found === null) ? "missing" : "changed";
    const more = problems.length === 1 ? "" : `; ${problems.length - 1} more`;
    return {
      state,
      text: `${first.file} ${first.problem}${more}. Import the same files again to mend it.`,
      expected: first.expected,
      found: first.found,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { state: error.code === "not-found" ? "missing" : "changed", text: `${error.message}.` };
  }
}

/** Every file of the bundle; one that is broken is told to `checking.broken`. */
export async function checkBundle({ source, broken }: Checking, { version, title }: Node): Promise<Outcome> {
  try {
    const { files } = verifyBundle(source.paths.root, title, version);
    loadBundle(source.paths.root, title, version);
    return {
      state: "verified",
      text: `All ${Object.keys(files).length + 1} files of its bundle have the bytes they were registered with.`,
    };
  } catch (error) {
    if (!(error instanceof BundleBreak)) throw error;
    await broken(error);
    const isGone = error.found === null && !existsSync(error.detail.file ?? "");
    return { state: isGone ? "missing" : "changed", text: error.message, expected: error.expected, found: error.found };
  }
}

function checkKept(folder: string, id: string): Outcome {
  const file = join(folder, `${id}.json`);
  if (!existsSync(file)) return { state: "missing", text: "Its file is gone.", expected: id, found: null };
  const found = sha256(readFileSync(file));
  const same = found === id;
  return {
    state: same ? "verified" : "changed",
    text: same ? "Its file has the bytes it was made with." : "Its file has other bytes than it was made with.",
    expected: id,
    found,
  };
}

export const checkEvaluation = ({ source }: Checking, { version }: Node): Outcome => checkKept(source.paths.evaluations, version);

/** A suite of the workspace is a file under its digest; one of a package is what the package holds now. */
export function checkSuite({ source, packagesDir }: Checking, { version }: Node): Outcome {
  if (logOf(source.db, suiteKind).some(({ body }) => SuiteBody.parse(body).suite === version))
    return checkKept(source.paths.suites, version);
  const isThere = listPackages(packagesDir).some(({ spec }) => loadSuite(join(packagesDir, spec.name))?.digest === version);
  return isThere
    ? { state: "verified", text: "The suite of the installed model package has this digest.", expected: version, found: version }
    : { state: "not-kept", text: "The installed model packages hold other suites now; this one is not kept.", expected: version };
}
