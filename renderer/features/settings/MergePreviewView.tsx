import type { ReactNode } from "react";
import type { MergePreview } from "../../../shared/contract/merge.ts";
import { verdictKind } from "../../../shared/domain/verdict.ts";
import { formatCount, plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { KeyValues } from "../../ui/KeyValues.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import styles from "./Merge.module.css";

/** More than these are counted. */
const shownRows = 50;

interface PartProps {
  readonly title: string;
  readonly explains: string;
  readonly children: ReactNode;
}

function Part({ title, explains, children }: PartProps) {
  return (
    <section aria-label={title} className={styles["part"]}>
      <h3>{title}</h3>
      <p className={styles["quiet"]}>{explains}</p>
      <ul>{children}</ul>
    </section>
  );
}

const More = ({ of }: { readonly of: number }) =>
  of <= shownRows ? null : <li className={styles["quiet"]}>and {formatCount(of - shownRows)} more</li>;

function Claim({ claim, where }: { readonly claim: MergePreview["champions"][number]["claims"][number]; readonly where: string }) {
  if (claim.version === null) return <>none {where}</>;
  return (
    <>
      <code>{shortId(claim.version)}</code> {where}
      {claim.analyst === null ? null : (
        <>
          {" "}
          (<Safe text={claim.analyst} />)
        </>
      )}
    </>
  );
}

/** What merging another copy brings, what a person has to settle afterwards, and what cannot come. */
export function MergePreviewView({ preview }: { readonly preview: MergePreview }) {
  const { conflicts, champions, missing } = preview;
  const by = preview.analysts.length === 0 ? "" : ` by ${preview.analysts.join(", ")}`;
  return (
    <>
      <KeyValues
        items={[
          { label: "Comes here", value: <Safe text={`${plural(preview.decisions, "decision")}${by}`} /> },
          { label: "Only here", value: plural(preview.onlyHere, "decision") },
          { label: "In both", value: plural(preview.shared, "entry", "entries") },
          {
            label: "With them",
            value: [
              plural(preview.snapshots, "snapshot"),
              plural(preview.models, "model version"),
              plural(preview.runs, "run"),
              plural(preview.anomalies, "anomaly", "anomalies"),
            ].join(", "),
          },
          {
            label: "Judged in both",
            value: `${plural(preview.judgedByBoth, "case")}, ${formatCount(conflicts.length)} of them differently`,
          },
        ]}
      />
      {conflicts.length === 0 ? null : (
        <Part
          title="Verdicts that differ"
          explains="Neither counts, and training leaves the case out, until a person settles it in the queue’s list of disagreements."
        >
          {conflicts.slice(0, shownRows).map(({ anomalyId, label, verdicts }) => (
            <li key={anomalyId}>
              <b>
                <Safe text={label} />
              </b>
              {verdicts.map(({ analyst, verdict }) => (
                <span key={`${analyst} ${verdict}`} className={styles["said"]}>
                  <Tag>{verdictKind(verdict).short}</Tag> <Safe text={analyst} />
                </span>
              ))}
            </li>
          ))}
          <More of={conflicts.length} />
        </Part>
      )}
      {champions.length === 0 ? null : (
        <Part
          title="Champions that change"
          explains="Where both copies promoted different versions, neither is champion until a person promotes one."
        >
          {champions.map(({ model, champion, claims: [here, there] }) => (
            <li key={model}>
              <b>{model}</b>
              <span className={styles["said"]}>
                {champion === null ? <Tag tone="warn">no champion</Tag> : <code>{shortId(champion)}</code>}
              </span>
              {here === undefined || there === undefined ? null : (
                <span className={styles["quiet"]}>
                  <Claim claim={here} where="here" />, <Claim claim={there} where="there" />
                </span>
              )}
            </li>
          ))}
        </Part>
      )}
      {missing.length === 0 ? null : (
        <Part title="Does not come along" explains="Everything else of the other copy does.">
          {missing.slice(0, shownRows).map((one) => (
            <li key={one}>
              <Safe text={one} />
            </li>
          ))}
          <More of={missing.length} />
        </Part>
      )}
    </>
  );
}
