import { expect } from "vitest";

/** Vitest's asymmetric matchers are typed `any`; these are the same with a type that can be placed in any object. */
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
