import { AppError } from "../../../shared/contract/errors.ts";

/** Fills `{name}` in a package's sentence. A name nobody gives a value for is the package's mistake and names it. */
export function fillTemplate(template: string, values: ReadonlyMap<string, string>, where: string): string {
  return template.replaceAll(/\{([a-z][a-z0-9_]*)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new AppError("model-mismatch", `${where} uses {${name}}, which has no value.`, { field: name });
    return value;
  });
}
