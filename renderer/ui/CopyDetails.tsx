import { useState } from "react";
import { Button } from "./Button.tsx";
import { diagnostics } from "./format/diagnostics.ts";

/** Puts what is known about a failure on the clipboard, for whoever is asked about it. It may name files and hosts; nothing is sent. */
export function CopyDetails({ title, error }: { readonly title: string; readonly error: Error }) {
  const [outcome, setOutcome] = useState<"copied" | "failed">();
  const copy = (): void => {
    navigator.clipboard.writeText(diagnostics(title, error, window.location.hash, Date.now())).then(
      () => setOutcome("copied"),
      () => setOutcome("failed"),
    );
  };
  return (
    <Button size="small" tone="quiet" onClick={copy}>
      <span aria-live="polite">{outcome === "copied" ? "Details copied" : outcome === "failed" ? "Not copied" : "Copy details"}</span>
    </Button>
  );
}
