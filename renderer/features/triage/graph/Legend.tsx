import { graphKeys } from "./keys.ts";
import { glyphImage } from "./glyphs.ts";
import styles from "./Panel.module.css";
import { SidePanel } from "./SidePanel.tsx";

const shapes = [
  { path: "M12 3a9 9 0 1 0 .01 0z", name: "person, account, group; IP address says so" },
  { path: "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z", name: "host; with a number: so many folded into one" },
  { path: "M12 2l10 10-10 10L2 12z", name: "domain" },
  { path: "M7 3h10l5 9-5 9H7l-5-9z", name: "process" },
  { path: "M5 2h14v20H5z", name: "file" },
  { path: "M8 2h8l6 6v8l-6 6H8l-6-6V8z", name: "cloud resource, service" },
] as const;
const strokes = [
  { tone: "evidence", name: "evidence: thick, arrow, count" },
  { tone: "new", name: "new within the case’s days: dashed" },
  { tone: "rare", name: "rare" },
  { tone: "usual", name: "usual; the thicker, the more often" },
  { tone: "stale", name: "stale: long not confirmed, dotted" },
] as const;

/** What the shapes, lines and keys of the drawing mean. */
export function Legend() {
  return (
    <SidePanel title="Legend">
      <ul className={styles["legend"]}>
        {shapes.map(({ path, name }) => (
          <li key={name}>
            <svg viewBox="0 0 24 24" className={styles["shape"]} aria-hidden="true">
              <path d={path} />
            </svg>
            {name}
          </li>
        ))}
        {strokes.map(({ tone, name }) => (
          <li key={name}>
            <svg viewBox="0 0 24 24" className={styles["shape"]} aria-hidden="true">
              <path d="M1 12h22" className={styles[`stroke-${tone}`]} />
            </svg>
            {name}
          </li>
        ))}
        <li>
          <img src={glyphImage("crown", "#c08a10")} alt="" width="16" height="16" />
          crown: of high or critical importance
        </li>
        <li>
          <b className={styles["held"]}>?</b>
          double ring: more than one candidate, none picked
        </li>
        <li>
          <b className={styles["dotted"]}> </b>
          dashed ring: probable, or new
        </li>
      </ul>
      <h4 className={styles["head"]}>Keys in the drawing</h4>
      <dl className={styles["keys"]}>
        {graphKeys.map(({ keys, does }) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </SidePanel>
  );
}
