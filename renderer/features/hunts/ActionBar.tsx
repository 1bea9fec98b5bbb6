import { commands, useCommandList, useHotkey } from "../../commands/commands.ts";
import { lookingOnly } from "../../state/looking-only.ts";
import { Button, type ButtonProps } from "../../ui/Button.tsx";
import styles from "./Hunts.module.css";

export interface Action {
  readonly command: string;
  readonly title: string;
  readonly tone?: NonNullable<ButtonProps["tone"]>;
}

function ActionButton({ command, title, tone = "plain" }: Action) {
  useCommandList();
  const hotkey = useHotkey(command);
  const isRefused = commands.isRefused(command);
  return (
    <Button
      tone={tone}
      hotkey={hotkey}
      disabled={!commands.isRunnable(command) || isRefused}
      title={isRefused ? lookingOnly : undefined}
      onClick={() => commands.run(command)}
    >
      {title}
    </Button>
  );
}

/** What can be done, with its keys; what cannot be done now is there and says so. */
export function ActionBar({ actions }: { readonly actions: readonly Action[] }) {
  return (
    <div className={styles["bar"]} role="toolbar" aria-label="Actions">
      {actions.map((action) => (
        <ActionButton key={action.command} {...action} />
      ))}
    </div>
  );
}
