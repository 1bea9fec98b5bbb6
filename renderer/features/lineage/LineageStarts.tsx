import { Link } from "@tanstack/react-router";
import { useRequest } from "../../state/requests.ts";
import { shortId } from "../../ui/format/text.ts";
import styles from "./Lineage.module.css";

/** What may be traced without knowing a name: the newest dataset version, and of each model the champion, else its newest version. */
export function LineageStarts() {
  const { data: datasets } = useRequest("telemetry.datasets", {});
  const { data: models } = useRequest("models.list", {});
  const dataset = datasets?.toSorted((a, b) => b.number - a.number)[0];
  const versions = (models ?? []).flatMap(({ name, title, champion, versions: made }) => {
    const version = champion ?? made.toSorted((a, b) => b.createdAt - a.createdAt)[0]?.id;
    return version === undefined ? [] : [{ name, title, version, word: version === champion ? "champion" : "newest version" }];
  });
  if (dataset === undefined && versions.length === 0) return null;
  return (
    <nav className={styles["starts"]} aria-labelledby="lineage-starts">
      <h2 id="lineage-starts">Or begin with</h2>
      <ul>
        {dataset === undefined ? null : (
          <li>
            <Link to="/lineage" search={{ of: `v${dataset.number}` }}>
              Dataset v{dataset.number}
            </Link>{" "}
            <span>newest</span>
          </li>
        )}
        {versions.map(({ name, title, version, word }) => (
          <li key={name}>
            <Link to="/lineage" search={{ of: `${name}@${version}` }}>
              {title}
            </Link>{" "}
            <span>
              {word} <code>{shortId(version)}</code>
            </span>
          </li>
        ))}
      </ul>
    </nav>
  );
}
