import { useEffect, useRef, useState } from "react";
import type { Inspection } from "../../../../shared/contract/telemetry.ts";
import { useClient } from "../../../state/client-context.ts";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure } from "../../../ui/States.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import {
  changeChoice,
  type Duplicates,
  dropReview,
  openMapping,
  type Review as ReviewState,
  startImport,
  stopLooking,
} from "../import-store.ts";
import { ClockField } from "./ClockField.tsx";
import { Clocks } from "./Clocks.tsx";
import { FormatChoice } from "./FormatChoice.tsx";
import { Looking } from "./Looking.tsx";
import { ReadFiles } from "./ReadFiles.tsx";
import styles from "./Wizard.module.css";

const duplicateChoices: readonly { readonly value: Duplicates; readonly label: string }[] = [
  { value: "skip", label: "are not read again" },
  { value: "replace", label: "replace what it has" },
  { value: "allow", label: "count twice" },
];

/** What is about to be imported, and what would become of it. Enter imports, also before the look is over. */
export function Review({ review }: { readonly review: ReviewState }) {
  const client = useClient();
  const go = useRef<HTMLButtonElement>(null);
  const { names, choice, look } = review;
  const [isFresh] = useState(look.t === "looking");
  useEffect(() => {
    if (isFresh) go.current?.focus();
  }, [isFresh]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape does what the button does
    <form
      className={styles["review"]}
      aria-label="Files to import"
      onSubmit={(event) => {
        event.preventDefault();
        void startImport(client);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") dropReview(client);
      }}
    >
      <div className={styles["head"]}>
        <h2>
          {plural(names.length, "file")}: <Safe text={names.slice(0, 3).join(", ")} />
          {names.length > 3 ? ` and ${formatCount(names.length - 3)} more` : ""}
        </h2>
        <button ref={go} type="submit" className={styles["go"]}>
          Import
        </button>
        <Button onClick={() => dropReview(client)}>Cancel</Button>
      </div>
      <div className={styles["choices"]}>
        <TextField
          label="Source"
          placeholder={names[0] ?? "e.g. zeek-core"}
          maxLength={120}
          value={choice.source}
          onChange={(event) => changeChoice(client, { source: event.target.value })}
        />
        <FormatChoice choice={choice} />
        <ClockField clock={choice.clock} />
        <Choice
          label="Files it has already"
          value={choice.duplicates}
          options={duplicateChoices}
          onChange={(duplicates) => changeChoice(client, { duplicates })}
        />
      </div>
      {look.t === "looking" ? <Looking onStop={stopLooking} /> : null}
      {look.t === "failed" ? (
        <Failure title="The files were not looked into" error={look.error} onRetry={() => changeChoice(client, { clock: choice.clock })} />
      ) : null}
      {look.t === "seen" ? <Seen inspection={look.inspection} clock={choice.clock} /> : null}
    </form>
  );
}

function Seen({ inspection, clock }: { readonly inspection: Inspection; readonly clock: string }) {
  const time = useTime();
  const { records, mapped, unmapped, rejected, classes, timeRange } = inspection;
  const kinds = Object.entries(classes).toSorted((a, b) => b[1] - a[1]);
  return (
    <>
      <p className={styles["sum"]}>
        <b>{mapped === 0 ? "No event" : plural(mapped, "event")}</b> from {plural(records, "record")}; {formatCount(unmapped)} of kinds not
        kept, {formatCount(rejected)} rejected. {timeRange === undefined ? "" : `${time.range(timeRange.from, timeRange.to)}. `}
        {kinds.map(([name, n]) => `${name.replaceAll("_", " ")} ${formatCount(n)}`).join(", ")}
      </p>
      <ReadFiles files={inspection.files} onMapping={openMapping} />
      <Clocks proposals={inspection.clockProposals} clock={clock} found={inspection.clock} />
    </>
  );
}
