import { Progress } from "@base-ui/react/progress";
import styles from "./ProgressBar.module.css";

interface ProgressBarProps {
  /** Share done, or null while unknown. */
  readonly share: number | null;
  readonly label: string;
  readonly wide?: boolean;
}

export function ProgressBar({ share, label, wide = false }: ProgressBarProps) {
  return (
    <Progress.Root
      value={share === null ? null : Math.round(share * 100)}
      aria-label={label}
      className={wide ? styles["wide"] : styles["root"]}
    >
      <Progress.Track className={styles["track"]}>
        <Progress.Indicator className={styles["bar"]} />
      </Progress.Track>
    </Progress.Root>
  );
}
