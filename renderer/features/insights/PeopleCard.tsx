import type { InsightReport } from "../../../shared/contract/insights.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { CardHead } from "./CardHead.tsx";
import { medianWords, rateWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

function People({
  analysts,
  floor,
}: {
  readonly analysts: NonNullable<InsightReport["analysts"]>;
  readonly floor: InsightReport["floor"];
}) {
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {["Analyst", "Cases", "Confirm rate", "Active time"].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {analysts.map(({ analyst, cases, confirm, activeSeconds }) => {
          const [rate, median] = [rateWords(confirm, floor.rate), medianWords(activeSeconds, floor.median)];
          return (
            <tr key={analyst}>
              <th scope="row">
                <Safe text={analyst} />
              </th>
              <td>{formatCount(cases)}</td>
              <td>
                {rate.main} <small>{rate.detail}</small>
              </td>
              <td>
                {median.main} <small>{median.detail}</small>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Figures by person: none unless somebody signs for it, and whoever did is named. */
export function PeopleCard({ report: { analysts, perAnalyst, floor } }: { readonly report: InsightReport }) {
  const client = useClient();
  const time = useTime();
  const info = useRequest("workspace.info", {});
  const set = (on: boolean): void => {
    client.call("insights.perAnalyst", { on }).catch((error: unknown) => showFailure("It was not recorded", error));
  };
  return (
    <section aria-labelledby="people">
      <CardHead id="people" title="By person">
        <Button size="small" disabled={info.data?.readOnly !== false} onClick={() => set(!perAnalyst.on)}>
          {perAnalyst.on ? "Show no more by person" : "Show by person"}
        </Button>
      </CardHead>
      <p className={styles["quiet"]}>
        {perAnalyst.on && perAnalyst.at !== null ? (
          <>
            Shown since <Safe text={perAnalyst.by ?? ""} /> decided so on {time.time(perAnalyst.at, "date-time")}; the decision is in the
            log.
          </>
        ) : (
          "Off: figures are of all together, and the cases behind them carry no names. Turning this on is a decision, signed with your name and seen by everybody in the log."
        )}
      </p>
      {analysts === null ? null : <People analysts={analysts} floor={floor} />}
    </section>
  );
}
