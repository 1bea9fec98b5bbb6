import { useState } from "react";
import { type Density, setPreferences, setZone, type Theme, usePreferences } from "../../state/preferences.ts";
import { Choice } from "../../ui/Choice.tsx";
import { allZones, isZone, zoneName } from "../../ui/format/time.ts";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./Settings.module.css";

const themes: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "dark", label: "Dark" },
  { value: "light", label: "Light" },
  { value: "contrast", label: "High contrast" },
];
const densities: readonly { value: Density; label: string }[] = [
  { value: "comfortable", label: "Comfortable" },
  { value: "compact", label: "Compact" },
];
type ZoneChoice = "utc" | "local" | "named";

function ZoneSetting() {
  const zone = usePreferences((p) => p.zone);
  const [isNaming, setNaming] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isNamed = zone !== "utc" && zone !== "local";
  const choice: ZoneChoice = isNamed || isNaming ? "named" : zone === "utc" ? "utc" : "local";
  return (
    <div className={styles["line"]}>
      <Choice
        label="Times in"
        value={choice}
        options={[
          { value: "utc", label: "UTC" },
          { value: "local", label: `Local (${zoneName("local")})` },
          { value: "named", label: "Another zone" },
        ]}
        onChange={(value: ZoneChoice) => {
          setNaming(value === "named");
          if (value !== "named") setZone(value);
        }}
      />
      {choice === "named" ? (
        <TextField
          label="Zone"
          list="zones"
          defaultValue={isNamed ? zone : ""}
          placeholder="Europe/Berlin"
          problem={problem}
          onChange={(event) => {
            const name = event.target.value.trim();
            const isKnown = name !== "" && isZone(name);
            setProblem(isKnown || name === "" ? undefined : "not a known zone");
            if (isKnown) setZone(name);
          }}
        />
      ) : null}
      <datalist id="zones">
        {allZones().map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </div>
  );
}

export function AppearanceSettings() {
  const theme = usePreferences((p) => p.theme);
  const density = usePreferences((p) => p.density);
  return (
    <section aria-labelledby="appearance">
      <h2 id="appearance">Appearance and time</h2>
      <div className={styles["line"]}>
        <Choice label="Theme" value={theme} options={themes} onChange={(value) => setPreferences({ theme: value })} />
        <Choice label="Rows" value={density} options={densities} onChange={(value) => setPreferences({ density: value })} />
      </div>
      <ZoneSetting />
      <p className={styles["quiet"]}>Stored times are UTC. Copied times carry their offset.</p>
    </section>
  );
}
