import { type KeyboardEvent, useState } from "react";
import { useCommandList } from "../../commands/commands.ts";
import { toHotkey } from "../../commands/hotkeys.ts";
import { type Command, findConflict, keysOf } from "../../commands/registry.ts";
import { announce } from "../../state/messages.ts";
import { setKey, setPreferences, usePreferences } from "../../state/preferences.ts";
import { Button } from "../../ui/Button.tsx";
import { formatHotkey } from "../../ui/format/hotkey.ts";
import { Kbd } from "../../ui/Kbd.tsx";
import styles from "./Settings.module.css";

interface KeyRowProps {
  readonly command: Command;
  readonly isListening: boolean;
  readonly problem: string | undefined;
  readonly onListen: (isListening: boolean) => void;
  readonly onPress: (event: KeyboardEvent, command: Command) => void;
}

function KeyRow({ command, isListening, problem, onListen, onPress }: KeyRowProps) {
  const remapped = usePreferences((p) => p.keys);
  const [main, ...others] = keysOf(command, remapped);
  const isChanged = remapped[command.id] !== undefined;
  return (
    <tr>
      <th scope="row">{command.title}</th>
      <td>
        <button
          type="button"
          className={isListening ? styles["listening"] : styles["key"]}
          aria-label={`Key for ${command.title}: ${main === undefined ? "none" : formatHotkey(main)}`}
          onClick={() => onListen(!isListening)}
          onBlur={() => onListen(false)}
          onKeyDown={(event) => (isListening ? onPress(event, command) : undefined)}
        >
          {isListening ? "press a key…" : main === undefined ? "none" : <Kbd hotkey={main} />}
        </button>
        {others.map((key) => (
          <Kbd key={key} hotkey={key} />
        ))}
        {problem === undefined ? null : (
          <span role="alert" className={styles["problem"]}>
            {problem}
          </span>
        )}
      </td>
      <td>
        {isChanged ? (
          <Button size="small" tone="quiet" onClick={() => setKey(command.id, undefined)}>
            Default
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

/** Every command's key. A key that another command answers to is refused, with its name. */
export function KeySettings() {
  const list = useCommandList();
  const remapped = usePreferences((p) => p.keys);
  const singleKeys = usePreferences((p) => p.singleKeys);
  const [listening, setListening] = useState<string>();
  const [refused, setRefused] = useState<{ readonly id: string; readonly problem: string }>();

  const press = (event: KeyboardEvent, command: Command): void => {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") return setListening(undefined);
    const key = event.key === "Backspace" || event.key === "Delete" ? "" : toHotkey(event);
    if (key === undefined) return;
    const other = key === "" ? undefined : findConflict(list, command, key, remapped);
    if (other !== undefined) return setRefused({ id: command.id, problem: `${formatHotkey(key)} already means “${other.title}”` });
    setRefused(undefined);
    setListening(undefined);
    setKey(command.id, key);
    announce(key === "" ? `${command.title} has no key now` : `${command.title} is now ${formatHotkey(key)}`);
  };
  const groups = Map.groupBy(list, (command) => command.group);
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <label className={styles["check"]}>
        <input type="checkbox" checked={singleKeys} onChange={(event) => setPreferences({ singleKeys: event.target.checked })} />
        Single-key shortcuts
      </label>
      <p className={styles["quiet"]}>
        Press a key’s button, then the new key. Backspace removes it, Escape leaves it. Single keys never act while you type.
      </p>
      <div className={styles["groups"]}>
        {[...groups].map(([group, members]) => (
          <table key={group} className={styles["table"]}>
            <caption>{group}</caption>
            <tbody>
              {members.map((command) => (
                <KeyRow
                  key={command.id}
                  command={command}
                  isListening={listening === command.id}
                  problem={refused?.id === command.id ? refused.problem : undefined}
                  onListen={(isListening) => {
                    setListening(isListening ? command.id : undefined);
                    if (!isListening) setRefused(undefined);
                  }}
                  onPress={press}
                />
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </section>
  );
}
