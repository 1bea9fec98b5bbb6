import type { Screen } from "./glossary/entry.ts";
import data from "./pages/data.md?raw";
import hunts from "./pages/hunts.md?raw";
import insights from "./pages/insights.md?raw";
import lineage from "./pages/lineage.md?raw";
import models from "./pages/models.md?raw";
import settings from "./pages/settings.md?raw";
import triage from "./pages/triage.md?raw";

/** The help page of each screen, as Markdown. */
export const pages: Readonly<Record<Screen, string>> = { triage, hunts, models, data, insights, lineage, settings };

export const isPage = (name: string): name is Screen => Object.hasOwn(pages, name);
