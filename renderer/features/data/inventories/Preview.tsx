import type { InventoryPreview } from "../../../../shared/contract/inventories.ts";
import { useTime } from "../../../state/use-format.ts";
import { formatCount } from "../../../ui/format/number.ts";
import { shortId } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import styles from "./Inventories.module.css";
import { basisWords, kindNames } from "./inventory-words.ts";
import { Mapping } from "./Mapping.tsx";

/** What an import would make of one file. */
export function Preview({ preview }: { readonly preview: InventoryPreview }) {
  const time = useTime();
  const { facts, file, follows, duplicate, rejects } = preview;
  if (facts === null)
    return (
      <li className={styles["preview"]}>
        <h2>
          <Tag tone="bad">refused</Tag> <Safe text={file} />
        </h2>
        <p>
          <Safe text={preview.error ?? "It cannot be read."} />
        </p>
      </li>
    );
  return (
    <li className={styles["preview"]}>
      <h2>
        <Tag tone="accent">{kindNames[facts.kind]}</Tag> <Safe text={file} />
      </h2>
      <p>
        Read as <Safe text={facts.format} />: <Safe text={facts.formatReason} />. {formatCount(facts.rows)} rows,{" "}
        {formatCount(facts.rejected)} rejected. As of {time.time(facts.asOf, "moment")}, {basisWords[facts.asOfBasis]}.
      </p>
      <p className={styles["quiet"]}>
        {duplicate ? (
          "This very version is kept already; importing it changes nothing."
        ) : follows === null ? (
          <>
            The first version of source <Safe text={facts.source} />.
          </>
        ) : (
          <>
            A new version of source <Safe text={facts.source} />, after <code>{shortId(follows.id)}</code> of{" "}
            {time.time(follows.asOf, "moment")}.
          </>
        )}
      </p>
      <Mapping details={facts} rows={facts.rows} />
      {rejects.length === 0 ? null : (
        <ul className={styles["quiet"]} aria-label="Rejected rows">
          {rejects.slice(0, 5).map((reject) => (
            <li key={`${String(reject.line)} ${reject.reason}`}>
              line {formatCount(reject.line)}: <Safe text={reject.reason} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
