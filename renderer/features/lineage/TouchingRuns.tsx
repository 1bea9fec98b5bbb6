import type { LineageDetail } from "../../../shared/contract/lineage.ts";
import { useTime } from "../../state/use-format.ts";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Lineage.module.css";

/** The recorded runs that read or wrote a node, each with its OpenLineage run facets. */
export function TouchingRuns({ runs }: { readonly runs: LineageDetail["runs"] }) {
  const time = useTime();
  if (runs.length === 0) return null;
  return (
    <>
      <h3>Recorded runs</h3>
      {runs.map(({ seq, at, type, job, runId, file, line, facets }) => (
        <details key={seq} className={styles["run"]}>
          <summary>
            <Safe text={job} /> <span>{type.toLowerCase()}</span> <time>{time.time(at, "date-time")}</time>
          </summary>
          <dl className={styles["facts"]}>
            <div>
              <dt>Run</dt>
              <dd>
                <code className={styles["digest"]}>{runId}</code>
              </dd>
            </div>
            <div>
              <dt>Stands in</dt>
              <dd>
                <Safe text={file} />, line {line}
              </dd>
            </div>
            {facets.flatMap(({ name, entries }) =>
              entries.map(({ term, text }) => (
                <div key={`${name} ${term}`}>
                  <dt>
                    <Safe text={`${name}.${term}`} />
                  </dt>
                  <dd>
                    <Safe text={text} />
                  </dd>
                </div>
              )),
            )}
          </dl>
        </details>
      ))}
    </>
  );
}
