import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useCommands } from "../commands/commands.ts";
import { Palette } from "../commands/Palette.tsx";
import { useSteps } from "../commands/use-steps.ts";
import { useClient } from "../state/client-context.ts";
import { useExportRequest } from "../state/export-request.ts";
import { askWord, openHelp, startTour, useHelp } from "../state/help.ts";
import { announce, showFailure } from "../state/messages.ts";
import { setPreferences, usePreferences } from "../state/preferences.ts";
import { useWayBack } from "../state/way-back.ts";
import { Skeleton } from "../ui/States.tsx";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { LiveRegion } from "./LiveRegion.tsx";
import { focusPane } from "./panes.ts";
import { Rail } from "./Rail.tsx";
import styles from "./Shell.module.css";
import { ReadOnlyBanner } from "./ReadOnlyBanner.tsx";
import { StaleBanner } from "./StaleBanner.tsx";
import { StatusBar } from "./StatusBar.tsx";
import { ToastRegion } from "./ToastRegion.tsx";
import { TopBar } from "./TopBar.tsx";

const ExportDialog = lazy(() =>
  import("../features/exports/ExportDialog.tsx").then(({ ExportDialog: component }) => ({ default: component })),
);
const AskTerms = lazy(() => import("../features/help/AskTerms.tsx").then(({ AskTerms: component }) => ({ default: component })));
const Tour = lazy(() => import("../features/help/tour/Tour.tsx").then(({ Tour: component }) => ({ default: component })));
const HelpSheet = lazy(() => import("../features/help/HelpSheet.tsx").then(({ HelpSheet: component }) => ({ default: component })));
const DecisionHistory = lazy(() =>
  import("../features/decisions/DecisionHistory.tsx").then(({ DecisionHistory: component }) => ({ default: component })),
);
const KeySheet = lazy(() => import("../commands/KeySheet.tsx").then(({ KeySheet: component }) => ({ default: component })));

type Overlay = "palette" | "keys" | "history" | undefined;

function useAppCommands(show: (overlay: Overlay) => void): void {
  const navigate = useNavigate();
  const client = useClient();
  const step = useSteps();
  const verify = (): void => {
    client
      .call("audit.verify", {})
      .then((report) => announce(report.ok ? "The decision log is intact." : "The decision log is damaged."))
      .catch((error: unknown) => showFailure("The decision log was not verified", error));
  };
  useCommands({
    "app.palette": () => show("palette"),
    "app.keys": () => show("keys"),
    "app.ask": askWord,
    "app.tour": startTour,
    "app.help": () => openHelp(),
    "app.undo": () => void step("decisions.undo"),
    "app.redo": () => void step("decisions.redo"),
    "app.history": () => show("history"),
    "app.next-pane": () => focusPane(1),
    "app.previous-pane": () => focusPane(-1),
    "app.go-triage": () => void navigate({ to: "/triage" }),
    "app.go-hunts": () => void navigate({ to: "/hunts" }),
    "app.go-models": () => void navigate({ to: "/models" }),
    "app.go-data": () => void navigate({ to: "/data" }),
    "app.go-insights": () => void navigate({ to: "/insights" }),
    "app.go-settings": () => void navigate({ to: "/settings" }),
    "app.back": { run: () => useWayBack.getState().way?.go(), when: () => useWayBack.getState().way !== undefined },
    "app.theme": () => setPreferences({ theme: document.documentElement.dataset["theme"] === "light" ? "dark" : "light" }),
    "app.zone": () => setPreferences({ zone: usePreferences.getState().zone === "utc" ? "local" : "utc" }),
    "app.density": () => setPreferences({ density: usePreferences.getState().density === "compact" ? "comfortable" : "compact" }),
    "app.verify-log": verify,
  });
}

/** Rail, bars and one screen between them. */
export function Shell() {
  const [overlay, setOverlay] = useState<Overlay>();
  const subject = useExportRequest((s) => s.subject);
  const isTouring = useHelp((s) => s.isTouring);
  const helpText = useHelp((s) => s.sheet);
  useAppCommands(setOverlay);
  const close = (): void => setOverlay(undefined);
  return (
    <div className={styles["shell"]}>
      <Rail />
      <TopBar />
      <main className={styles["main"]}>
        <ConnectionBanner />
        <StaleBanner />
        <ReadOnlyBanner />
        <div className={styles["screen"]}>
          <Suspense fallback={<Skeleton lines={8} label="Opening the screen" />}>
            <Outlet />
          </Suspense>
        </div>
      </main>
      <StatusBar />
      <ToastRegion />
      <LiveRegion />
      <Suspense fallback={null}>
        <AskTerms />
      </Suspense>
      <Suspense fallback={null}>
        {overlay === "palette" ? <Palette onClose={close} /> : null}
        {subject === undefined ? null : <ExportDialog subject={subject} />}
        {isTouring ? <Tour /> : null}
        {helpText === undefined ? null : <HelpSheet text={helpText} />}
        {overlay === "history" ? <DecisionHistory onClose={close} /> : null}
        {overlay === "keys" ? <KeySheet onClose={close} /> : null}
      </Suspense>
    </div>
  );
}
