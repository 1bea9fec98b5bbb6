import { Link } from "@tanstack/react-router";
import type { LineageCheck, LineageDetail, LineageFact } from "../../../shared/contract/lineage.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import type { ShownNode } from "./fold.ts";
import { kindTitle } from "./lineage-words.ts";
import { NodeLink } from "./NodeLink.tsx";
import { StateWord } from "./StateWord.tsx";
import { TouchingRuns } from "./TouchingRuns.tsx";
import type { Traced } from "./use-lineage.ts";
import styles from "./Lineage.module.css";

function Fact({ fact }: { readonly fact: LineageFact }) {
  const time = useTime();
  if ("digest" in fact) return <code className={styles["digest"]}>{fact.digest}</code>;
  if ("at" in fact) return time.time(fact.at, "full");
  return "n" in fact ? formatCount(fact.n) : <Safe text={fact.text} />;
}

const keyOf = (fact: LineageFact): string => Object.values(fact).join(" ");

/** How it compared, with what was recorded and what was found. */
function Check({ check }: { readonly check: LineageCheck }) {
  const { state, text, expected, found } = check;
  return (
    <div className={styles["check"]}>
      <p>
        <StateWord state={state} />. <Safe text={text} />
      </p>
      {expected === undefined || state === "verified" ? null : (
        <dl className={styles["facts"]}>
          <div>
            <dt>Expected</dt>
            <dd>
              <code className={styles["digest"]}>{expected}</code>
            </dd>
          </div>
          {found === undefined ? null : (
            <div>
              <dt>Found</dt>
              <dd>{found === null ? "nothing" : <code className={styles["digest"]}>{found}</code>}</dd>
            </div>
          )}
        </dl>
      )}
    </div>
  );
}

function Members({ members }: { readonly members: LineageDetail["members"] }) {
  if (members.total === 0) return null;
  return (
    <>
      <h3>
        {members.total === members.rows.length
          ? formatCount(members.total)
          : `${formatCount(members.rows.length)} of ${formatCount(members.total)}`}{" "}
        inside
      </h3>
      <ul className={styles["members"]}>
        {members.rows.map(({ id, title, note }) => (
          <li key={id}>
            <Link to="/lineage" search={{ of: id }}>
              <Safe text={title} />
            </Link>
            <span>
              <Safe text={note} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Known({ node, traced }: { readonly node: ShownNode; readonly traced: Traced }) {
  const { data, error, refetch } = useRequest("lineage.node", { of: node.id });
  const check = traced.checkOf(node.id);
  if (error !== null) return <Failure title="The details could not be read" error={error} onRetry={() => void refetch()} />;
  return (
    <>
      {check === undefined ? null : <Check check={check} />}
      <p className={styles["ways"]}>
        {node.side === "focus" ? null : (
          <Button size="small" onClick={() => traced.trace(node.id)}>
            Trace from here
          </Button>
        )}
        <NodeLink node={node} entry={data?.entry} />
      </p>
      {data === undefined ? (
        <Skeleton lines={6} label="Reading the details" />
      ) : (
        <>
          <dl className={styles["facts"]}>
            {data.facts.map((fact) => (
              <div key={keyOf(fact)}>
                <dt>{fact.term}</dt>
                <dd>
                  <Fact fact={fact} />
                </dd>
              </div>
            ))}
          </dl>
          <Members members={data.members} />
          <TouchingRuns runs={data.runs} />
        </>
      )}
    </>
  );
}

/** What is known of the chosen node: how it compared, digests, people, what it stands for, and the runs that read or wrote it. */
export function NodeDetail({ traced }: { readonly traced: Traced }) {
  const { chosen } = traced;
  return (
    <Scrollable as="aside" className={styles["detail"]} aria-label="Details" data-pane="lineage-detail">
      {chosen === undefined ? null : (
        <>
          <p className={styles["quiet"]}>{kindTitle(chosen)}</p>
          <h2>
            <Safe text={chosen.title} />
          </h2>
          {chosen.folded === undefined ? (
            <Known key={chosen.id} node={chosen} traced={traced} />
          ) : (
            <>
              <p className={styles["ways"]}>
                <Button size="small" onClick={() => traced.open(chosen.id)}>
                  Show them one by one
                </Button>
              </p>
              <ul className={styles["members"]}>
                {chosen.folded.map((one) => {
                  const check = traced.checkOf(one.id);
                  return (
                    <li key={one.id}>
                      <Link to="/lineage" search={{ of: one.id }}>
                        <Safe text={one.title} />
                      </Link>
                      <code className={styles["digest"]}>{one.version}</code>
                      {check === undefined ? null : <StateWord state={check.state} />}
                    </li>
                  );
                })}
              </ul>
            </>
          )}
        </>
      )}
    </Scrollable>
  );
}
