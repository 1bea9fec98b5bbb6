import type { ModelSummary, ModelVersion } from "../../../shared/contract/models.ts";
import type { Guard } from "../../../shared/contract/training.ts";
import { useRequest } from "../../state/requests.ts";
import { plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { newestFirst } from "./model-words.ts";
import styles from "./Models.module.css";

const words: Readonly<Record<Guard["state"], { readonly tone: "ok" | "warn" | "none"; readonly word: string }>> = {
  pass: { tone: "ok", word: "holds" },
  warn: { tone: "warn", word: "caution" },
  insufficient: { tone: "none", word: "insufficient" },
};

function Report({ version }: { readonly version: ModelVersion }) {
  const { data, error, refetch } = useRequest("models.trainingReport", { model: version.model, version: version.id });
  if (error !== null) return <Failure title="What taught this version could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={4} label="Reading what taught this version" />;
  if (data === null) return <p className={styles["quiet"]}>No verdict taught this version.</p>;
  const confirmed = data.used.filter((u) => u.isAnomaly).length;
  const reasons = Map.groupBy(data.leftOut, (l) => l.because);
  return (
    <>
      <p>
        {plural(confirmed, "confirmed subject")} and {plural(data.used.length - confirmed, "benign one")} were replayed into{" "}
        <code>{shortId(version.id)}</code>.
        {data.leftOut.length === 0
          ? " No verdict was left out."
          : ` Left out: ${[...reasons].map(([because, all]) => `${all.length} (${because})`).join(", ")}.`}
      </p>
      <ul className={styles["guards"]}>
        {data.guards.map(({ id, title, state, text }) => (
          <li key={id}>
            <Mark tone={words[state].tone} />
            <span>
              <b>{title}</b> <em>{words[state].word}</em>
              <br />
              {text}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The newest version that verdicts taught: what they contributed, and the rules its training was held to. */
export function TaughtBy({ model }: { readonly model: ModelSummary }) {
  const version = newestFirst(model).find((v) => v.labels !== undefined);
  if (version === undefined) return null;
  return (
    <section aria-label="What verdicts taught">
      <div className={styles["section"]}>
        <h3>What verdicts taught</h3>
      </div>
      <Report version={version} />
    </section>
  );
}
