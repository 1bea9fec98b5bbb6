import type { DryRun } from "../../../shared/contract/suppressions.ts";
import { useTime } from "../../state/use-format.ts";
import { formatCount } from "../../ui/format/number.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import dialog from "./CaseDialog.module.css";
import styles from "./SuppressDialog.module.css";

function Anomalies({ some }: { readonly some: DryRun["examples"] }) {
  const time = useTime();
  return (
    <ul>
      {some.map((one) => (
        <li key={one.anomalyId}>
          <Safe text={one.label} />{" "}
          <span className={dialog["quiet"]}>
            {one.model} · {time.range(one.window.from, one.window.to)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What a suppression would have hidden in the last days, and first of all whether that was ever an attack. */
export function DryRunView({ dryRun }: { readonly dryRun: DryRun }) {
  const { days, surfaced, matching, audited, examples, malicious } = dryRun;
  return (
    <>
      {malicious.total === 0 ? null : (
        <div role="alert" className={styles["blocked"]}>
          <p>
            <Mark tone="bad" /> <b>{formatCount(malicious.total)} confirmed malicious</b> would have been hidden. It is not made unless you
            say why; that stays in sight for ever.
          </p>
          <Anomalies some={malicious.listed} />
        </div>
      )}
      <p className={dialog["count"]}>
        <b>{formatCount(matching)}</b> of {formatCount(surfaced)} surfaced by the runs of the last {days} days would have been hidden
        {audited === 0 ? "" : `, ${formatCount(audited)} of them kept in sight by lot`}
        {malicious.total === 0 ? "; none was ever confirmed malicious." : "."}
      </p>
      <Anomalies some={examples.slice(0, 5)} />
    </>
  );
}
