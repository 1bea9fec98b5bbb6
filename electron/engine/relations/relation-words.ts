/** Relations as they are named to people; the same words as in the graphs of cases. */
const words: Readonly<Record<string, string>> = {
  CONNECTED: "contacted",
  ASKED_FOR: "asked for",
  RESOLVED_TO: "resolved to",
  HAS_IP: "had the address",
  SPAWNED: "started",
  RAN: "ran",
  USED: "used",
  OPENED: "opened",
  INJECTED_INTO: "injected into",
  LOADED: "loaded",
  WROTE: "wrote",
  LOGGED_ON: "logged on to",
  AUTHENTICATED_TO: "tried to log on to",
  ORIGIN_OF: "was the origin of",
  API_CALLED: "called",
  ACTED_ON: "acted on",
  ASSUMED: "assumed",
};

export const relationWord = (type: string): string => words[type] ?? type.toLowerCase().replaceAll("_", " ");

/** The types a word may stand for, or the word itself when it names a type. */
export const typesOfWord = (word: string): readonly string[] => {
  const types = Object.keys(words).filter((type) => words[type] === word);
  return types.length > 0 ? types : [word.toUpperCase().replaceAll(" ", "_")];
};
