import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { fitCriteria, huntByproducts, huntHandOffs, huntTriggers, titleAmong } from "../../../shared/domain/hunt.ts";
import { formatPercent, plural } from "../../ui/format/number.ts";
import { KeyValues, type KeyValue } from "../../ui/KeyValues.tsx";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Hunts.module.css";

const said = (text: string): KeyValue["value"] =>
  text.trim() === "" ? <span className={styles["quiet"]}>not said</span> : <Safe text={text} />;

function fitText({ record }: HuntDetail): string {
  const held = fitCriteria.filter(({ key }) => record.fit[key].answer === "yes");
  const open = fitCriteria.filter(({ key }) => record.fit[key].answer === "unknown");
  const first = record.fit["simpler-not-enough"].answer;
  const must =
    first === "yes"
      ? "simpler methods are not enough"
      : first === "no"
        ? "simpler methods would do"
        : "not said whether simpler methods would do";
  return `${held.length} of ${fitCriteria.length} hold, ${open.length} not said; ${must}`;
}

function foilText({ record, foilPrecision }: HuntDetail): string {
  const title = record.foil.title === "" ? "none named" : record.foil.title;
  if (foilPrecision === null) return `${title}; precision unknown because nobody has measured it`;
  const { share, low, high, k, n } = foilPrecision;
  return `${title}; precision ${formatPercent(share)} (${k} of ${n}, 95 % interval ${formatPercent(low)} to ${formatPercent(high)})`;
}

function closing({ record, stage }: HuntDetail): KeyValue[] {
  if (stage !== "closed") return [];
  return [
    { label: "Handed on", value: record.handOff === null ? "not decided" : titleAmong(huntHandOffs, record.handOff) },
    {
      label: "Byproducts",
      value:
        record.byproducts.length === 0
          ? "looked for, none"
          : record.byproducts.map((one) => `${titleAmong(huntByproducts, one.kind)}${one.what === "" ? "" : `: ${one.what}`}`).join("; "),
    },
    {
      label: "Known benign",
      value: record.knownBenign.length === 0 ? "nothing" : <Safe text={record.knownBenign.map((one) => one.what).join("; ")} />,
    },
  ];
}

/** What people wrote down: the hypothesis first, then how it is hunted, and once it is closed what came of it. */
export function HuntRecordPart({ hunt }: { readonly hunt: HuntDetail }) {
  const { hypothesis, ...record } = hunt.record;
  return (
    <div className={styles["record"]}>
      <section aria-labelledby="hunt-hypothesis">
        <div className={styles["section"]}>
          <h3 id="hunt-hypothesis">Hypothesis</h3>
        </div>
        <KeyValues
          items={[
            { label: "Actor", value: said(hypothesis.actor) },
            { label: "Behaviour", value: said(hypothesis.behaviour) },
            { label: "Location", value: said(hypothesis.location) },
            { label: "Evidence", value: said(hypothesis.evidence) },
            ...(record.findings === "" ? [] : [{ label: "Findings", value: said(record.findings) }]),
            ...closing(hunt),
          ]}
        />
      </section>
      <section aria-labelledby="hunt-method">
        <div className={styles["section"]}>
          <h3 id="hunt-method">Method</h3>
        </div>
        <KeyValues
          items={[
            { label: "Trigger", value: titleAmong(huntTriggers, record.trigger) },
            { label: "Time allowed", value: plural(record.timeboxDays, "day") },
            { label: "Models", value: said(record.models.join(", ")) },
            { label: "Fit", value: fitText(hunt) },
            { label: "To beat", value: foilText(hunt) },
            { label: "Notes", value: said(record.notes) },
          ]}
        />
      </section>
    </div>
  );
}
