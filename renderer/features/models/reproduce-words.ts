import type { Reproduction } from "../../../shared/contract/reproduce.ts";

type Tone = "ok" | "warn" | "bad" | "none";
interface Word {
  readonly tone: Tone;
  readonly word: string;
}

export const levelWords: Readonly<Record<Reproduction["level"], Word>> = {
  BYTES: { tone: "ok", word: "the same to the byte" },
  VECTORS: { tone: "ok", word: "the same scores" },
  METRICS: { tone: "warn", word: "the same subjects flagged" },
  DIFFERENT: { tone: "bad", word: "different" },
  CANNOT: { tone: "none", word: "cannot be made again" },
};

export const fileWords: Readonly<Record<Reproduction["files"][number]["state"], Word>> = {
  same: { tone: "ok", word: "same" },
  different: { tone: "bad", word: "different" },
  given: { tone: "none", word: "given" },
};
