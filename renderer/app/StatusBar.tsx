import type { ModelSummary } from "../../shared/contract/models.ts";
import { commands } from "../commands/commands.ts";
import { useRequest } from "../state/requests.ts";
import { useTime } from "../state/use-format.ts";
import { shortId } from "../ui/format/text.ts";
import { Mark } from "../ui/Mark.tsx";
import { JobStatus } from "./JobStatus.tsx";
import styles from "./Shell.module.css";
import { TourOffer } from "./TourOffer.tsx";

function ModelState({ model }: { readonly model: ModelSummary }) {
  const newest = model.versions.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  const text =
    model.champion !== undefined
      ? `champion ${shortId(model.champion)}`
      : newest === undefined
        ? "not trained"
        : newest.stage === "quarantined"
          ? "quarantined"
          : "no champion";
  const tone = model.champion !== undefined ? "ok" : newest === undefined ? "none" : "warn";
  return (
    <span
      className={styles["state"]}
      data-term={model.champion === undefined ? (newest?.stage ?? "model") : "champion"}
      title={newest === undefined ? model.title : `${model.title}: newest version ${shortId(newest.id)}, ${newest.stage}`}
    >
      <Mark tone={tone} />
      {model.name} {text}
    </span>
  );
}

function LogState() {
  const { data } = useRequest("workspace.info", {});
  const time = useTime();
  if (data === undefined) return null;
  const { entries, ok, verifiedAt } = data.log;
  const text =
    entries === 0
      ? "decision log empty"
      : ok === null || verifiedAt === null
        ? "decision log not yet verified"
        : ok
          ? `decision log verified ${time.time(verifiedAt, "time")}`
          : "decision log DAMAGED";
  return (
    <button
      type="button"
      className={ok === false ? styles["alarm"] : styles["log"]}
      title={`${entries} entries. Press to verify now.`}
      onClick={() => commands.run("app.verify-log")}
    >
      {ok === false ? <Mark tone="bad" /> : null}
      {text}
    </button>
  );
}

export function StatusBar() {
  const { data: models } = useRequest("models.list", {});
  return (
    <footer className={styles["status"]} aria-label="Status">
      {models?.map((model) => (
        <ModelState key={model.name} model={model} />
      ))}
      <span className={styles["push"]} />
      <TourOffer />
      <JobStatus />
      <LogState />
    </footer>
  );
}
