import type { HuntEntity } from "../../../shared/contract/hunts.ts";
import { plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Tag, type Tone } from "../../ui/Tag.tsx";
import styles from "./Hunts.module.css";

const most = 14;
const toneOf = (criticality: HuntEntity["criticality"]): Tone => (criticality === "extreme" || criticality === "high" ? "warn" : "neutral");

/** What its anomalies have in common, and what was not followed because too many share it. */
export function EntitiesCard({ entities, of }: { readonly entities: readonly HuntEntity[]; readonly of: number }) {
  const left = entities.length - most;
  return (
    <section aria-labelledby="hunt-entities" className={styles["part"]}>
      <div className={styles["section"]}>
        <h3 id="hunt-entities">Entities</h3>
        <span>named by its {plural(of, "anomaly", "anomalies")}</span>
      </div>
      <ul className={styles["entities"]}>
        {entities.slice(0, most).map((one) => (
          <li key={one.key} title={one.key}>
            <span className={styles["kind"]}>{one.kind}</span>
            <span className={one.isFollowed ? styles["entity"] : styles["shared"]}>
              <Safe text={one.label} />
              {one.isFollowed ? "" : ` · shared: ${one.anomalies} in all`}
            </span>
            <span>{one.criticality === "unknown" ? null : <Tag tone={toneOf(one.criticality)}>{one.criticality}</Tag>}</span>
            <span className={styles["figure"]}>
              {one.members}/{of}
            </span>
          </li>
        ))}
      </ul>
      {left > 0 ? <p className={styles["quiet"]}>and {left} more in the report</p> : null}
    </section>
  );
}
