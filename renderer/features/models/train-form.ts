import type { Input } from "../../../shared/contract/requests.ts";

export type TrainForm = { readonly ok: true; readonly input: Input<"models.train"> } | { readonly ok: false; readonly problem: string };

const toUs = (day: string): number | undefined => (day === "" ? undefined : Date.parse(`${day}T00:00:00Z`) * 1000);

export function parseTrainForm(model: string, form: Pick<FormData, "get">): TrainForm {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const from = toUs(text("from"));
  const to = toUs(text("to"));
  const seed = text("seed") === "" ? 1 : Number(text("seed"));
  if (!Number.isInteger(seed) || seed < 0) return { ok: false, problem: "The seed is a whole number, 0 or more." };
  if (Number.isNaN(from) || Number.isNaN(to)) return { ok: false, problem: "A day reads 2026-03-09." };
  if (from !== undefined && to !== undefined && to <= from) return { ok: false, problem: "The last day must come after the first." };
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return { ok: true, input: { model, seed, range, ...(text("labels") === "on" ? { labels: "current" } : {}) } };
}
