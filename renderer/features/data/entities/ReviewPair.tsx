import { Link } from "@tanstack/react-router";
import type { EntityReviewItem } from "../../../../shared/contract/entities.ts";
import { formatPercent, formatSigned } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import data from "../Data.module.css";
import styles from "./Review.module.css";
import { fieldRows, kindTitle, rivalText } from "./review-words.ts";

const tones = { same: "ok", differs: "warn", "one says": "neutral" } as const;

function SideTitle({ side }: { readonly side: EntityReviewItem["a"] }) {
  return (
    <>
      {side.entity === null ? (
        <Safe text={side.label} />
      ) : (
        <Link to="/data" search={{ view: "entities", entity: side.entity.id }}>
          <Safe text={side.label} />
        </Link>
      )}
      <span className={styles["under"]}>
        {kindTitle(side.kind)} · <Safe text={side.source} />
      </span>
    </>
  );
}

const said = (text: string | undefined) =>
  text === undefined ? <span className={styles["quiet"]}>says nothing</span> : <Safe text={text} />;

/** What two records say beside each other, and how much each comparison of them counts. */
export function ReviewPair({ item }: { readonly item: EntityReviewItem }) {
  const sum = item.parts.reduce((bits, part) => bits + part.bits, item.priorBits);
  return (
    <>
      <table className={`${data["table"] ?? ""} ${styles["sides"] ?? ""}`}>
        <thead>
          <tr>
            <th scope="col">What they say</th>
            <th scope="col">
              <SideTitle side={item.a} />
            </th>
            <th scope="col">
              <SideTitle side={item.b} />
            </th>
            <th scope="col">Compared</th>
          </tr>
        </thead>
        <tbody>
          {fieldRows(item).map((row) => (
            <tr key={row.field}>
              <th scope="row">{row.title}</th>
              <td>{said(row.a)}</td>
              <td>{said(row.b)}</td>
              <td>
                <Tag tone={tones[row.how]}>{row.how}</Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={`${data["table"] ?? ""} ${styles["bits"] ?? ""}`}>
        <thead>
          <tr>
            <th scope="col">What counts</th>
            <th scope="col">Bits for one thing</th>
          </tr>
        </thead>
        <tbody>
          {item.parts.map((part) => (
            <tr key={part.name}>
              <th scope="row">{part.text}</th>
              <td>{formatSigned(part.bits)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">before anything is compared</th>
            <td>{formatSigned(item.priorBits)}</td>
          </tr>
          <tr>
            <th scope="row">together: {formatPercent(item.p)} likely</th>
            <td>{formatSigned(sum)}</td>
          </tr>
        </tbody>
      </table>
      <p className={styles["quiet"]}>{rivalText(item.marginBits)}</p>
    </>
  );
}
