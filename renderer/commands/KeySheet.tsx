import { usePreferences } from "../state/preferences.ts";
import { Kbd } from "../ui/Kbd.tsx";
import { Modal } from "../ui/Modal.tsx";
import { Scrollable } from "../ui/Scrollable.tsx";
import { useCommandList } from "./commands.ts";
import styles from "./KeySheet.module.css";
import { keysOf } from "./registry.ts";

/** Every command with its keys, by group. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const list = useCommandList();
  const remapped = usePreferences((p) => p.keys);
  const groups = Map.groupBy(
    list.filter((command) => keysOf(command, remapped).length > 0),
    (command) => command.group,
  );
  return (
    <Modal title="Keys" description="Change them in Settings. Single keys rest while you type." size="large" onClose={onClose}>
      <Scrollable className={styles["sheet"]} aria-label="Keys by group">
        {[...groups].map(([group, members]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {members.map((command) => (
                <div key={command.id}>
                  <dt>
                    {keysOf(command, remapped).map((key) => (
                      <Kbd key={key} hotkey={key} />
                    ))}
                  </dt>
                  <dd>{command.title}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </Scrollable>
    </Modal>
  );
}
