import styles from "./Settings.module.css";
import { AppearanceSettings } from "./AppearanceSettings.tsx";
import { IdentitySettings } from "./IdentitySettings.tsx";
import { KeySettings } from "./KeySettings.tsx";
import { LineageSettings } from "./LineageSettings.tsx";
import { MergeSettings } from "./MergeSettings.tsx";
import { SamplingSettings } from "./SamplingSettings.tsx";
import { SuppressionSettings } from "./SuppressionSettings.tsx";
import { BackupSettings } from "./BackupSettings.tsx";
import { EngineFacts } from "./EngineFacts.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";

export function SettingsScreen() {
  return (
    <Scrollable className={styles["screen"]} aria-label="Settings" data-pane="settings">
      <div className={styles["column"]}>
        <IdentitySettings />
        <AppearanceSettings />
        <SamplingSettings />
        <LineageSettings />
        <MergeSettings />
        <BackupSettings />
        <EngineFacts />
      </div>
      <div className={styles["column"]}>
        <SuppressionSettings />
        <KeySettings />
      </div>
    </Scrollable>
  );
}
