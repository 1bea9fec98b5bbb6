/**
 * Whether the thirteen questions of a case are answered rightly, against truth written beforehand: `npm run bench -- answerability [--json]`.
 * Ends with 1 below the bar: 95 % of the answers right or rightly unknown, no wrong name, 95 % of what matters in the graph, and at most two things
 * displaced by what has nothing to do with a case.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { judgeDemo } from "../unit-support/answerability/demo-world.ts";
import { judgeEstate, strangersAdded } from "../unit-support/answerability/estate-world.ts";
import { judgeRecordings } from "../unit-support/answerability/recorded-world.ts";
import { reportText, toBar } from "../unit-support/answerability/report.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const root = mkdtempSync(join(tmpdir(), "quarry-answerability-"));
try {
  const estate = await judgeEstate(join(root, "estate"));
  const judged = [...(await judgeDemo(join(root, "demo"))), ...estate.scenarios, ...(await judgeRecordings(join(root, "recorded")))];
  const bar = toBar(judged);
  const displaced = Math.max(...estate.displaced);
  if (values.json) console.log(JSON.stringify({ bar, displaced: estate.displaced, scenarios: judged }, null, 2));
  else
    console.log(
      `${reportText(judged)}\n\n${strangersAdded} relations between strangers displace at most ${displaced} of the things drawn, in ${estate.displaced.length} cases`,
    );
  const isMet = displaced <= 2 && bar.wrongNames === 0 && bar.answers.k >= 0.95 * bar.answers.n && bar.relevant.k >= 0.95 * bar.relevant.n;
  process.exitCode = isMet ? 0 : 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
