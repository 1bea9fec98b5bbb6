import { useState } from "react";
import type { EntityDetail, EntityEdge } from "../../../../shared/contract/entities.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatPercent, formatSigned } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import styles from "./Entities.module.css";
import { spanText } from "./entity-words.ts";

function EdgeLine({ edge }: { readonly edge: EntityEdge }) {
  const time = useTime();
  const when = spanText(edge.span, (us) => time.time(us, "date"));
  return (
    <li>
      <Safe text={edge.text} /> {edge.state === "joined" || edge.state === "support" ? null : <Tag tone="warn">{edge.state}</Tag>}
      <span className={styles["under"]}>
        <Safe text={`${edge.a.label} (${edge.a.source}) and ${edge.b.label} (${edge.b.source})`} />, {formatPercent(edge.confidence)} sure
        {when === "" ? null : `, ${when}`}
      </span>
      {edge.parts.length === 0 ? null : (
        <ul>
          {edge.parts.map((part) => (
            <li key={part.name} className={styles["under"]}>
              {formatSigned(part.bits)} bits <Safe text={part.text} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Answer({ a, b }: { readonly a: string; readonly b: string }) {
  const { data: why, error, refetch } = useRequest("entities.why", { a, b });
  if (error !== null) return <Failure title="The reasons could not be read" error={error} onRetry={() => void refetch()} />;
  if (why === undefined) return <Skeleton lines={3} label="Reading the reasons" />;
  return (
    <div className={styles["why"]}>
      <p>
        <Safe text={why.text} />
      </p>
      <ol>
        {why.tree.map((edge) => (
          <EdgeLine key={`tree ${edge.rule} ${edge.a.record} ${edge.b.record}`} edge={edge} />
        ))}
      </ol>
      {why.against.length === 0 ? null : (
        <>
          <p>Weighed, and not joined:</p>
          <ul>
            {why.against.map((edge) => (
              <EdgeLine key={`against ${edge.rule} ${edge.a.record} ${edge.b.record}`} edge={edge} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Why the records of an entity are taken for one thing, by rule, time and confidence. */
export function WhyOne({ entity }: { readonly entity: EntityDetail }) {
  const [isOpen, setOpen] = useState(false);
  const [first, second] = entity.entityRecords;
  if (first === undefined || second === undefined) return <p className={styles["quiet"]}>One record alone, so nothing was joined.</p>;
  return (
    <>
      <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Why are these one?
      </Button>
      {isOpen ? <Answer a={first.id} b={second.id} /> : null}
    </>
  );
}
