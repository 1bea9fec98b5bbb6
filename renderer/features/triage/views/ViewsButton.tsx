import { ChevronDown } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useCommands, useHotkey } from "../../../commands/commands.ts";
import { linkTo } from "../../../state/desk-link.ts";
import { showFailure, showToast } from "../../../state/messages.ts";
import { useRequest } from "../../../state/requests.ts";
import { formatHotkey } from "../../../ui/format/hotkey.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { currentView } from "./current-view.ts";
import type { ViewsProps } from "./ViewsDialog.tsx";
import { useDefaultView } from "./use-default-view.ts";
import styles from "./Views.module.css";

const ViewsDialog = lazy(() => import("./ViewsDialog.tsx").then(({ ViewsDialog: component }) => ({ default: component })));

function copyLink(): void {
  navigator.clipboard
    .writeText(linkTo(window.location.hash.slice(1), window.location))
    .then(() => showToast({ tone: "info", text: "Link copied; it opens in the browser, or pasted into the search of another desk" }))
    .catch((error: unknown) => showFailure("The link was not copied", error));
}

/** The queue's name: that of the view it shows, or its own. Opens the views. */
export function ViewsButton({ filter, setFilter }: ViewsProps) {
  const [isOpen, setOpen] = useState(false);
  const { data } = useRequest("views.list", {});
  const hotkey = useHotkey("triage.views");
  useDefaultView();
  useCommands({ "triage.views": () => setOpen(true), "triage.copy-link": copyLink });
  const view = currentView(data ?? [], filter);
  return (
    <>
      <h2 data-term="queue">
        <button
          type="button"
          className={styles["name"]}
          aria-haspopup="dialog"
          title={`Views of the queue${hotkey === undefined ? "" : ` (${formatHotkey(hotkey)})`}`}
          onClick={() => setOpen(true)}
        >
          {view === undefined ? (
            "Queue"
          ) : (
            <>
              <span className="visually-hidden">Queue, view </span>
              <Safe text={view.name} />
            </>
          )}
          <ChevronDown size={12} aria-hidden="true" />
        </button>
      </h2>
      <Suspense fallback={null}>
        {isOpen ? <ViewsDialog filter={filter} setFilter={setFilter} onCopyLink={copyLink} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </>
  );
}
