import styles from "./Hunts.module.css";

interface TextAreaProps {
  readonly label: string;
  readonly name: string;
  readonly rows: number;
  readonly value: string;
  readonly max?: number;
}

export function TextArea({ label, name, rows, value, max = 2000 }: TextAreaProps) {
  return (
    <label className={styles["area"]}>
      {label}
      <textarea name={name} rows={rows} maxLength={max} defaultValue={value} />
    </label>
  );
}
