import { Link } from "@tanstack/react-router";
import type { HuntAnomaly } from "../../../shared/contract/hunts.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { useTime } from "../../state/use-format.ts";
import { formatProbability } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import styles from "./Hunts.module.css";
import { toggleTick, useHunts } from "./hunts-store.ts";

function VerdictMark({ verdict }: { readonly verdict: string | null }) {
  const kind = verdictKinds.find((one) => one.key === verdict);
  if (kind === undefined) return <span className={styles["quiet"]}>open</span>;
  return <Tag tone={kind.tone}>{kind.short.toLowerCase()}</Tag>;
}

/** The anomalies by their windows, each with a way to its case. Ticks are for splitting off and taking out. */
export function MembersTable({ anomalies }: { readonly anomalies: readonly HuntAnomaly[] }) {
  const time = useTime();
  const ticked = useHunts((s) => s.ticked);
  return (
    <table className={styles["members"]}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Ticked</span>
          </th>
          <th scope="col">From</th>
          <th scope="col">Model</th>
          <th scope="col">What</th>
          <th scope="col">p</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {anomalies.map((one) => (
          <tr key={one.anomalyId}>
            <td>
              <input
                type="checkbox"
                aria-label={`Tick ${one.label}, ${time.time(one.window.from, "date-time")}`}
                checked={ticked.has(one.anomalyId)}
                onChange={() => toggleTick(one.anomalyId)}
              />
            </td>
            <td className={styles["when"]}>{time.time(one.window.from, "date-time")}</td>
            <td className={styles["model"]}>{one.model}</td>
            <td className={styles["headline"]}>
              <Link to="/triage" search={{ show: "all", case: one.currentId ?? one.anomalyId }} title={one.headline}>
                <Safe text={one.headline} />
              </Link>
              {one.currentId === null ? <Tag>of an older run</Tag> : null}
              {one.isSuppressed ? <Tag tone="warn">not trustworthy</Tag> : null}
            </td>
            <td className={styles["figure"]}>{one.pValue === null ? "withheld" : formatProbability(one.pValue)}</td>
            <td>
              <VerdictMark verdict={one.verdict} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
