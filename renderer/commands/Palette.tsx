/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/click-events-have-key-events -- an editable combobox: the input holds the focus and answers the keys of its list */
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useRequest } from "../state/requests.ts";
import { toSearch } from "../state/saved-views.ts";
import { linkIn } from "../state/desk-link.ts";
import { usePreferences } from "../state/preferences.ts";
import { Kbd } from "../ui/Kbd.tsx";
import { Modal } from "../ui/Modal.tsx";
import { Safe } from "../ui/Safe.tsx";
import { commands, useCommandList } from "./commands.ts";
import styles from "./Palette.module.css";
import { matchItems, type PaletteItem } from "./palette-match.ts";
import { keysOf } from "./registry.ts";

const pauseMs = 90;

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

function useItems(text: string): readonly PaletteItem[] {
  const list = useCommandList();
  const navigate = useNavigate();
  const remapped = usePreferences((p) => p.keys);
  const asked = usePaused(text).trim();
  const cases = useRequest("triage.queue", { limit: 8, offset: 0, show: "all", text: asked }, asked.length >= 2);
  const runnable = list
    .filter((command) => command.keyOnly !== true && commands.isRunnable(command.id))
    .map((command): PaletteItem => ({
      id: command.id,
      title: command.title,
      group: command.group,
      hotkey: keysOf(command, remapped)[0],
      run: () => commands.run(command.id),
    }));
  const found = (cases.data?.rows ?? []).map((row): PaletteItem => ({
    id: row.anomalyId,
    title: row.subject.label,
    group: `Case · ${row.model} · rank ${row.rank}`,
    run: () => void navigate({ to: "/triage", search: { show: "all", q: "", case: row.anomalyId } }),
  }));
  const views = (useRequest("views.list", {}).data ?? []).map((view): PaletteItem => ({
    id: `view ${view.name}`,
    title: view.name,
    group: "View of the queue",
    run: () => void navigate({ to: "/triage", search: toSearch(view.filter) }),
  }));
  const link = linkIn(text);
  if (link !== undefined) return [{ id: "link", title: link, group: "Open the link", run: () => (window.location.hash = link) }];
  return [...matchItems([...runnable, ...views], text), ...(asked.length >= 2 ? found : [])];
}

/** Commands, screens and cases by name. It teaches the keys it could have been. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const items = useItems(text);
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  const current = Math.min(at, items.length - 1);
  const choose = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    onClose();
    setTimeout(item.run);
  };
  const press = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (event.key === "Enter") choose(items[current]);
    else if (step === undefined) return;
    else setAt(Math.min(items.length - 1, Math.max(0, current + step)));
    event.preventDefault();
  };
  useEffect(() => {
    // In braces: since Chromium 146 or so this returns a promise, which React would take for a clean-up.
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current, items.length]);
  return (
    <Modal title="Search, jump, run" size="top" hideTitle onClose={onClose}>
      <input
        className={styles["input"]}
        value={text}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the palette is opened to type in
        autoFocus
        role="combobox"
        aria-label="Search, jump, run"
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={items[current] === undefined ? undefined : `${listId}-${current}`}
        placeholder="A command, a screen, a host, a domain…"
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <ul ref={list} id={listId} role="listbox" aria-label="Results" data-popup className={styles["list"]}>
        {items.map((item, i) => (
          <li
            key={item.id}
            id={`${listId}-${i}`}
            role="option"
            aria-selected={i === current}
            className={styles["item"]}
            onClick={() => choose(item)}
          >
            <span className={styles["title"]}>
              <Safe text={item.title} />
            </span>
            <span className={styles["group"]}>{item.group}</span>
            {item.hotkey === undefined ? null : <Kbd hotkey={item.hotkey} />}
          </li>
        ))}
      </ul>
      {items.length === 0 ? <p className={styles["none"]}>Nothing by that name.</p> : null}
    </Modal>
  );
}
