interface Filter {
  readonly show: "open" | "second-look" | "disputed" | "all";
  readonly health: "any" | "suppressed";
  readonly order: "live" | "scored";
  readonly held?: "hide" | "show" | "only" | undefined;
  readonly model?: string | undefined;
  readonly hunt?: string | undefined;
  readonly text: string;
}

const shown = { open: "open cases", "second-look": "second looks", disputed: "disagreements", all: "all cases" } as const;

/** What a filter of the queue shows, in words: `open cases · beaconing · “certutil” · learning order`. */
export const filterWords = ({ show, health, order, held, model, hunt, text }: Filter): string =>
  [
    shown[show],
    health === "suppressed" ? "not trustworthy" : undefined,
    held === "show" ? "with what is hidden" : held === "only" ? "hidden alone" : undefined,
    model,
    hunt === undefined ? undefined : `hunt ${hunt}`,
    text === "" ? undefined : `“${text}”`,
    order === "live" ? "learning order" : "as scored",
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
