import { useState } from "react";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { SuiteDialog } from "./SuiteDialog.tsx";
import shared from "./Models.module.css";
import styles from "./Evaluation.module.css";

/** What versions of the model are held against, and how often each suite was looked at. */
export function Suites({ model }: { readonly model: ModelSummary }) {
  const { data, error, refetch } = useRequest("suites.list", { model: model.name });
  const info = useRequest("workspace.info", {});
  const time = useTime();
  const [isMaking, setIsMaking] = useState(false);
  if (error !== null) return <Failure title="The suites could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={3} label="Reading the suites" />;
  return (
    <div>
      <div className={shared["section"]}>
        <h3>Suites</h3>
        <Button disabled={info.data?.readOnly === true} onClick={() => setIsMaking(true)}>
          New suite…
        </Button>
      </div>
      {data.length === 0 ? (
        <p className={styles["quiet"]}>Nothing says yet what a version must flag or pass. Make a suite of judged cases.</p>
      ) : (
        <table className={styles["gate"]} aria-label="Suites">
          <thead>
            <tr>
              <th scope="col">Suite</th>
              <th scope="col" className={styles["number"]}>
                Known-bad
              </th>
              <th scope="col" className={styles["number"]}>
                Known-good
              </th>
              <th scope="col">Techniques</th>
              <th scope="col" className={styles["number"]}>
                Versions judged
              </th>
              <th scope="col">State</th>
              <th scope="col">Made</th>
            </tr>
          </thead>
          <tbody>
            {data.map((suite) => (
              <tr key={suite.id}>
                <th scope="row">
                  <Safe text={suite.title} /> <code>{shortId(suite.id)}</code>
                </th>
                <td className={styles["number"]}>{formatCount(suite.bad)}</td>
                <td className={styles["number"]}>{formatCount(suite.good)}</td>
                <td>{suite.techniques.length === 0 ? "–" : suite.techniques.join(", ")}</td>
                <td className={styles["number"]}>{suite.looks}</td>
                <td className={styles["state"]}>
                  <Mark tone={suite.worn ? "warn" : "ok"} /> {suite.worn ? "worn" : "fresh"}
                </td>
                <td>
                  {suite.madeAt === null ? "with the package" : time.time(suite.madeAt, "date-time")}
                  {suite.by === null ? null : (
                    <>
                      {" "}
                      by <Safe text={suite.by} />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isMaking ? <SuiteDialog model={model} onClose={() => setIsMaking(false)} /> : null}
    </div>
  );
}
