/**
 * What OCSF 1.8.0 asks of the attributes the catalogue can hold, as facts for validation; test/engine/ocsf-rules.test.ts
 * compares them with the compiled schema. An attribute reads `type`, `type[]` for a list, then the values of an enumeration,
 * then the profiles it belongs to: `integer_t 0-7,99`, `device @host`. A type without `_t` is an entry of `objectRules`.
 */
export interface ShapeRules {
  /** Attributes that must be there, those of profiles apart. */
  readonly required?: readonly string[];
  /** At least one of these must be there. */
  readonly oneOf?: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}
