import { Link, useMatchRoute } from "@tanstack/react-router";
import clsx from "clsx";
import { Box, ChartColumn, CircleQuestionMark, Crosshair, Database, ListFilter, Settings } from "lucide-react";
import { commands, useHotkey } from "../commands/commands.ts";
import { formatHotkey } from "../ui/format/hotkey.ts";
import styles from "./Shell.module.css";

const screens = [
  { to: "/triage", title: "Triage", Icon: ListFilter, command: "app.go-triage" },
  { to: "/hunts", title: "Hunts", Icon: Crosshair, command: "app.go-hunts" },
  { to: "/models", title: "Models", Icon: Box, command: "app.go-models" },
  { to: "/data", title: "Data", Icon: Database, command: "app.go-data" },
  { to: "/insights", title: "Insights", Icon: ChartColumn, command: "app.go-insights" },
  { to: "/settings", title: "Settings", Icon: Settings, command: "app.go-settings" },
] as const;

function RailLink({ to, title, Icon, command }: (typeof screens)[number]) {
  const hotkey = useHotkey(command);
  const hint = hotkey === undefined ? title : `${title} (${formatHotkey(hotkey)})`;
  // Lineage has no entry of its own: it is a part of the models, whoever leads there.
  const isWithin = useMatchRoute()({ to: "/lineage" }) !== false && to === "/models";
  return (
    <Link
      to={to}
      className={clsx(styles["rail-link"], isWithin && styles["on"])}
      aria-current={isWithin ? "true" : undefined}
      activeProps={{ className: styles["on"] ?? "", "aria-current": "page" }}
      aria-label={title}
      title={hint}
    >
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      <span className={styles["rail-word"]}>{title}</span>
    </Link>
  );
}

function HelpButton() {
  const hotkey = useHotkey("app.help");
  return (
    <button
      type="button"
      className={clsx(styles["rail-link"], styles["rail-help"])}
      aria-haspopup="dialog"
      title={hotkey === undefined ? "Help" : `Help (${formatHotkey(hotkey)})`}
      onClick={() => commands.run("app.help")}
    >
      <CircleQuestionMark size={18} strokeWidth={1.75} aria-hidden="true" />
      <span className={styles["rail-word"]}>Help</span>
    </button>
  );
}

export function Rail() {
  return (
    <nav className={styles["rail"]} aria-label="Screens" data-pane="rail">
      <svg className={styles["logo"]} viewBox="0 0 28 28" aria-hidden="true">
        <path d="M4 20 11 6l6 9 3-5 5 10Z" fill="none" stroke="var(--acc)" strokeWidth="2.2" strokeLinejoin="round" />
        <circle cx="20" cy="10" r="2.6" fill="var(--bad)" />
      </svg>
      {screens.map((screen) => (
        <RailLink key={screen.to} {...screen} />
      ))}
      <HelpButton />
    </nav>
  );
}
