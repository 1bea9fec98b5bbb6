import type { Reproduction } from "../../../shared/contract/reproduce.ts";
import { type AssembledBundle, assembleBundle, type Bundle } from "./bundle.ts";
import type { TrainingLabels } from "./labelled-rows.ts";
import { codeDigest, learnVersion, type LearntVersion, type ModelWork, selectRows, stageControl } from "./train-model.ts";
import { alertRule } from "./training-envelope.ts";

/** What a version is made of is taken from its own bundle; comparing it with itself would say nothing. */
const given = new Set(["model.json", "features.sql", "evidence.sql", "training.json"]);

type Files = Reproduction["files"];

function compareFiles(version: string, { manifest }: Bundle, rebuilt: AssembledBundle): Files {
  const names = [...new Set([...Object.keys(manifest.files), ...Object.keys(rebuilt.manifest.files)])].toSorted();
  const files = names.map((name): Files[number] => {
    const [before, now] = [manifest.files[name] ?? null, rebuilt.manifest.files[name] ?? null];
    return { name, recorded: before, rebuilt: now, state: before !== now ? "different" : given.has(name) ? "given" : "same" };
  });
  return [{ name: "bundle.json", recorded: version, rebuilt: rebuilt.id, state: version === rebuilt.id ? "same" : "different" }, ...files];
}

/** Both models over all subjects that were trained on or held out, each flagging by its own calibration. */
async function compareScores(work: ModelWork, bundle: Bundle, { matrix, split, content }: LearntVersion): Promise<Reproduction["scores"]> {
  const rows = selectRows(
    matrix,
    [...split.train, ...split.calibration].toSorted((a, b) => a - b),
  );
  const before = (await work.runtime.score(bundle.onnx, rows, stageControl(work, "scoring with the version", "subjects"))).scores;
  const now = (await work.runtime.score(content.onnx, rows, stageControl(work, "scoring with the one made again", "subjects"))).scores;
  const [flags, flagsNow] = [alertRule(bundle.pkg, bundle.calibration.scores), alertRule(bundle.pkg, content.calibrationScores)];
  let [same, flagged, flaggedByBoth] = [0, 0, 0];
  for (const [i, score] of before.entries()) {
    const again = now[i] ?? Number.NaN;
    const [was, is] = [flags.isAlert(score), flagsNow.isAlert(again)];
    if (Object.is(score, again)) same++;
    if (was || is) flagged++;
    if (was && is) flaggedByBoth++;
  }
  return { n: before.length, same, flagged, flaggedByBoth };
}

function judge(isOtherCode: boolean, files: Files, scores: Reproduction["scores"]): Pick<Reproduction, "level" | "because"> {
  const apart = files.filter(({ state }) => state === "different").map(({ name }) => name);
  if (apart.length === 0) return { level: "BYTES", because: `All ${files.length} files are the same to the byte.` };
  const why = `${apart.join(", ")} ${apart.length === 1 ? "differs" : "differ"}${isOtherCode ? ", and the training code is not that of then" : ""}.`;
  if (scores === null || scores.same === scores.n)
    return {
      level: "VECTORS",
      because: `${why} Every score is the same to the last bit${scores === null ? ": the ONNX files are" : ` (n ${scores.n})`}.`,
    };
  const { n, same, flagged, flaggedByBoth } = scores;
  const figures = `${why} ${same} of ${n} scores are the same; of ${flagged} subjects that either flags, both flag ${flaggedByBoth}.`;
  return { level: flagged === flaggedByBoth ? "METRICS" : "DIFFERENT", because: figures };
}

/** Makes a version of this workspace's own again and compares it with what is recorded; stores nothing. Throws as `learnVersion` does. */
export async function reproduce(
  work: ModelWork,
  version: string,
  bundle: Bundle,
  labels: TrainingLabels | undefined,
): Promise<Pick<Reproduction, "level" | "because" | "rebuilt" | "files" | "scores">> {
  const { seed, codeDigest: codeThen } = bundle.manifest;
  const learnt = await learnVersion({ ...work, seed, ...(labels === undefined ? {} : { labels }) });
  const rebuilt = assembleBundle(learnt.facts, learnt.content);
  const files = compareFiles(version, bundle, rebuilt);
  const isSameModel = files.every(({ name, state }) => name !== "model.onnx" || state === "same");
  const scores = isSameModel ? null : await compareScores(work, bundle, learnt);
  return { ...judge(codeThen !== codeDigest, files, scores), rebuilt: rebuilt.id, files, scores };
}
