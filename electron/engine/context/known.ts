/** Something known, with how it is known and how far to trust it (0 to 1), or the reason it is not. */
export type Known<T> = { readonly value: T; readonly how: string; readonly confidence: number } | { readonly unknownBecause: string };

export const isKnown = <T>(known: Known<T>): known is Exclude<Known<T>, { unknownBecause: string }> => "value" in known;
export const unknown = (because: string): { readonly unknownBecause: string } => ({ unknownBecause: because });
