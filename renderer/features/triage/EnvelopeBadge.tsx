import type { AnomalyEnvelope } from "../../../shared/contract/drift.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import caseStyles from "./Case.module.css";
import { envelopeTitle, envelopeWord } from "./envelope-words.ts";
import styles from "./Queue.module.css";

/** That a model scored this outside what it was trained on, or that the subject itself is; nothing otherwise. */
export function EnvelopeBadge({ envelope }: { readonly envelope: AnomalyEnvelope | null }) {
  const word = envelopeWord(envelope);
  if (envelope === null || word === undefined) return null;
  return (
    <span className={styles["health"]} data-term={word} title={envelopeTitle(envelope)}>
      <Mark tone={envelope.state === "BROKEN" || envelope.state === "OUTSIDE" ? "bad" : "warn"} />
      {word}
    </span>
  );
}

/** As many features are named under the headline; the others when it is pointed at, and in the list of all features. */
const mostNamed = 2;

/** The same as a sentence, under the headline of a case. */
export function EnvelopeLine({ envelope }: { readonly envelope: AnomalyEnvelope | null }) {
  const word = envelopeWord(envelope);
  if (envelope === null || word === undefined) return null;
  return (
    <p className={caseStyles["meta"]} title={envelopeTitle(envelope)}>
      <Tag tone="warn">{word}</Tag> <Safe text={envelopeTitle(envelope, mostNamed)} />
    </p>
  );
}
