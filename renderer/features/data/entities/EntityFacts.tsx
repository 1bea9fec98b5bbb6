import { Link } from "@tanstack/react-router";
import type { EntityDetail, EntityLink } from "../../../../shared/contract/entities.ts";
import type { EntityPage } from "../../../../shared/contract/entity-pages.ts";
import { useTime } from "../../../state/use-format.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatPercent } from "../../../ui/format/number.ts";
import { KeyValues } from "../../../ui/KeyValues.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { Notice } from "../../../ui/States.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import data from "../Data.module.css";
import { EntityDecisions } from "./EntityDecisions.tsx";
import styles from "./Entities.module.css";
import { inOrder, linkTitle, spanText, strengthText } from "./entity-words.ts";
import { WhyOne } from "./WhyOne.tsx";

const mostLinks = 30;

function LinkValue({ link }: { readonly link: EntityLink }) {
  const time = useTime();
  const span = spanText(link.span, (us) => time.time(us, "date-time"));
  return (
    <>
      {link.other === null ? (
        <Safe text={link.text} />
      ) : (
        <Link to="/data" search={{ view: "entities", entity: link.other.id }}>
          <Safe text={link.other.label} />
        </Link>
      )}{" "}
      {link.isStale ? <Tag tone="warn">stale</Tag> : null}
      {link.confidence < 0.7 ? <Tag>candidate</Tag> : link.confidence < 0.95 ? <Tag>probable</Tag> : null}
      <span className={styles["under"]}>
        {span === "" ? "" : `${span}, `}
        {formatPercent(link.confidence)} sure: <Safe text={link.method} />
      </span>
    </>
  );
}

function Identifiers({ entity }: { readonly entity: EntityDetail }) {
  const time = useTime();
  return (
    <ul className={styles["facts"]}>
      {entity.identifiers.map((one) => {
        const spans = one.spans.map((span) => spanText(span, (us) => time.time(us, "date"))).filter((text) => text !== "");
        return (
          <li key={one.key}>
            <code>
              <Safe text={one.key} />
            </code>
            <span className={styles["under"]}>
              <Safe text={strengthText(one)} />
              {spans.length === 0 ? "" : `, ${spans.join("; ")}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Records({ entity }: { readonly entity: EntityDetail }) {
  const time = useTime();
  return (
    <ul className={styles["facts"]}>
      {entity.entityRecords.map((one) => {
        const spans = one.spans.map((span) => spanText(span, (us) => time.time(us, "date"))).filter((text) => text !== "");
        return (
          <li key={one.id}>
            <details>
              <summary>
                <Safe text={one.label} /> <Tag>{one.kind}</Tag>
                <span className={styles["under"]}>
                  <Safe text={one.file} />, row {one.rowNo}
                  {spans.length === 0 ? "" : `, ${spans.join("; ")}`}
                </span>
              </summary>
              <KeyValues items={Object.entries(one.fields).map(([label, value]) => ({ label, value: <Safe text={value} /> }))} />
            </details>
          </li>
        );
      })}
    </ul>
  );
}

/** Who says what it is: links, identifiers and records, why they are one, and what people decided. */
export function EntityFacts({ page }: { readonly page: EntityPage }) {
  const { entity } = page;
  return (
    <Scrollable as="aside" className={data["facts"]} aria-label="Identity" data-pane="identity">
      {entity === null ? (
        <>
          <h2>Identity</h2>
          <p className={styles["quiet"]}>
            No inventory describes it, so its owner, criticality and other names are unknown. It goes by one key in the telemetry.
          </p>
          <code className={styles["key"]}>
            <Safe text={page.keys.join(", ")} />
          </code>
        </>
      ) : (
        <>
          <h2>Belongs to</h2>
          {entity.links.length === 0 ? <p className={styles["quiet"]}>No inventory links it to anybody or anything.</p> : null}
          <KeyValues
            items={inOrder(entity.links)
              .slice(0, mostLinks)
              .map((link) => ({ label: linkTitle(link), value: <LinkValue link={link} /> }))}
          />
          {entity.conflictList.map((one) => (
            <Notice key={one.id}>
              <Safe text={one.text} />
            </Notice>
          ))}
          <h3>Identifiers</h3>
          <Identifiers entity={entity} />
          <h3>Records</h3>
          <Records entity={entity} />
          <WhyOne key={entity.id} entity={entity} />
          <h3>Decisions</h3>
          <EntityDecisions key={`decisions ${entity.id}`} entity={entity} />
        </>
      )}
    </Scrollable>
  );
}
