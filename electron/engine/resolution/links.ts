import { z } from "zod";
import type { EntityLink, EntityRef } from "../../../shared/contract/entities.ts";
import { HitRow, type InventoryHit, toHit } from "../inventory/find-inventory.ts";
import { readTimeUs } from "../inventory/read-time.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { BearerIndex } from "./bearers.ts";
import { groupNameKey } from "./facets.ts";
import { besideEntity, entityOfRow, entityRef, rowsOfEntity, ruledFacts } from "./find-entity.ts";
import { confidence, type Resolution } from "./resolution.ts";
import { resolveAccount } from "./resolve-account.ts";
import { createMentionResolver } from "./resolve-mention.ts";
import { always, toBounds } from "./time-span.ts";

const ownedSql = loadText(import.meta.url, "owned-rows.sql");
const leasesSql = loadText(import.meta.url, "leases-of-device.sql");
const identifiersSql = loadText(import.meta.url, "identifiers-of-entity.sql");
const replacedSql = loadText(import.meta.url, "replaced.sql");

const LeaseRow = z.object({ zone: z.string(), ip: z.string(), from_us: z.number(), to_us: z.number() });
const IdentifierRow = z.object({ identifier: z.string(), family: z.string() });
const ReplacedRow = z.object({
  identifier: z.string().nullable(),
  from_us: z.number().nullable(),
  to_us: z.number().nullable(),
  before_id: z.string(),
  after_id: z.string(),
});

const dayUs = 86_400_000_000;
/** Ownership that nobody touched for this long is doubtful, and after a year no longer shown; memberships age faster. */
const staleOwnerUs = 90 * dayUs;
const forgottenOwnerUs = 365 * dayUs;
const staleGroupUs = 30 * dayUs;
const mostGroups = 50;

const ownerFields = [
  ["owner", "OWNED_BY"],
  ["ownedBy", "OWNED_BY"],
  ["managedBy", "MANAGED_BY"],
  ["supportedBy", "SUPPORTED_BY"],
  ["supportGroup", "SUPPORTED_BY"],
] as const;

/** What an entity is linked to as of a moment, each with where it is said and how far to trust it. */
export class Links {
  readonly #db: Database;
  readonly #atUs: number;
  readonly #index: BearerIndex;

  constructor(db: Database, atUs: number) {
    this.#db = db;
    this.#atUs = atUs;
    this.#index = new BearerIndex(db);
  }

  of(entity: EntityRef): EntityLink[] {
    const rows = rowsOfEntity(this.#db, entity.id, this.#atUs);
    const links = [
      ...(entity.type === "host" ? this.ownersOf(entity) : this.#ruledOwner(entity)),
      ...(entity.type === "host" ? this.#addresses(entity, rows) : []),
      ...(entity.type === "account" ? this.#personOf(entity) : []),
      ...(entity.type === "account" ? rows.flatMap((hit) => this.#groups(hit)) : []),
      ...(entity.type === "person"
        ? [...this.#accountsOf(entity), ...rows.flatMap((hit) => this.#manager(hit)), ...this.#owned(entity, rows)]
        : []),
      ...this.#replaced(entity),
    ];
    const seen = new Map(
      links.map((link) => [`${link.type} ${link.direction} ${link.other?.id ?? link.text} ${link.span.from ?? ""}`, link]),
    );
    return [...seen.values()];
  }

  /** Who owns, manages and supports a host: what an analyst decided, then what the CMDB says. */
  ownersOf(entity: EntityRef): EntityLink[] {
    const rows = rowsOfEntity(this.#db, entity.id, this.#atUs);
    return [...this.#ruledOwner(entity), ...rows.flatMap((hit) => this.#owners(hit))];
  }

  #ruledOwner(entity: EntityRef): EntityLink[] {
    const { owner } = ruledFacts(this.#db, entity.id);
    return owner === undefined
      ? []
      : [{ ...this.#named("OWNED_BY", owner, "decision", confidence.analyst), method: "an analyst decided so" }];
  }

  /** A link to whoever a text names: a person where one is meant, else an account or a group, else the text alone. */
  #named(type: EntityLink["type"], text: string, source: string, trust: number): EntityLink {
    const found = this.#whoIs(text);
    const known = found?.outcome === "RESOLVED" ? found : undefined;
    return {
      type,
      direction: "out",
      other: known?.entity ?? null,
      text,
      span: toBounds(always),
      source,
      method: known?.how ?? (found?.outcome === "HOLD" ? found.because : "no record is about it"),
      confidence: Math.min(trust, known?.confidence ?? 0),
      isStale: false,
    };
  }

  #whoIs(text: string): Resolution | undefined {
    const person = createMentionResolver(this.#db)("person", text, {}, this.#atUs);
    if (person.outcome !== "NONE") return person;
    const account = resolveAccount(this.#index, text, {}, this.#atUs);
    if (account.outcome !== "RESOLVED" || account.entity.type !== "account")
      return account.outcome === "NONE" ? this.#groupCalled(text) : account;
    const people = besideEntity(this.#db, account.entity.id, "person");
    const ids = new Set(people.map((one) => one.id));
    const [one] = people;
    return one !== undefined && ids.size === 1 ? { ...account, entity: { id: one.id, label: one.label, type: "person" } } : account;
  }

  #groupCalled(text: string): Resolution | undefined {
    const key = groupNameKey(text);
    const [group, other] = key === undefined ? [] : this.#index.of([key], ["group"], this.#atUs);
    if (group === undefined || other !== undefined) return undefined;
    const step = { text: `only one group is called ${text}`, confidence: confidence.probable, span: group.span };
    return {
      outcome: "RESOLVED",
      entity: group.entity,
      isRecorded: true,
      confidence: step.confidence,
      how: step.text,
      span: group.span,
      steps: [step],
    };
  }

  #owners(hit: InventoryHit): EntityLink[] {
    if (/^(?:6|retired|decommissioned)$/i.test(hit.fields.get("status") ?? "")) return [];
    const ageUs = this.#atUs - (readTimeUs(hit.fields.get("updated") ?? "") ?? this.#atUs);
    if (ageUs > forgottenOwnerUs) return [];
    return ownerFields.flatMap(([field, type]) => {
      const text = hit.fields.get(field);
      return text === undefined || text === ""
        ? []
        : [{ ...this.#named(type, text, hit.file, confidence.strong), isStale: ageUs > staleOwnerUs }];
    });
  }

  #addresses(entity: EntityRef, rows: readonly InventoryHit[]): EntityLink[] {
    const macs = query(this.#db, identifiersSql, IdentifierRow)
      .all({ entity: entity.id })
      .filter((one) => one.family === "mac");
    const leased = [...new Set(macs.map((one) => one.identifier))].flatMap((device) =>
      query(this.#db, leasesSql, LeaseRow)
        .all({ device })
        .map((lease) => address(lease.ip, "leases", "DHCP lease", confidence.lease, { from: lease.from_us, to: lease.to_us })),
    );
    const fixed = rows
      .filter((hit) => hit.kind === "cmdb")
      .flatMap((hit) =>
        (hit.fields.get("ip") ?? "")
          .split(/[\s,;]+/)
          .filter((ip) => ip !== "")
          .map((ip) => address(ip, hit.file, "static address in the CMDB", confidence.staticAddress, { from: null, to: null })),
      );
    return [...leased, ...fixed];
  }

  #beside(entity: EntityRef, type: "account" | "person", link: EntityLink["type"], direction: EntityLink["direction"]): EntityLink[] {
    return besideEntity(this.#db, entity.id, type).map((one) => ({
      type: link,
      direction,
      other: { id: one.id, label: one.label, type },
      text: one.label,
      span: toBounds(always),
      source: one.source,
      method: "one row describes both",
      confidence: confidence.strong,
      isStale: false,
    }));
  }

  /** The person behind an account, and that person's other accounts. */
  #personOf(entity: EntityRef): EntityLink[] {
    const people = this.#beside(entity, "person", "HAS_ACCOUNT", "in");
    const others = people.flatMap(({ other }) =>
      other === null ? [] : this.#beside(other, "account", "SAME_PERSON", "out").filter((link) => link.other?.id !== entity.id),
    );
    return [...people, ...others.map((link) => ({ ...link, method: "both are accounts of one person" }))];
  }

  #accountsOf(entity: EntityRef): EntityLink[] {
    return this.#beside(entity, "account", "HAS_ACCOUNT", "out");
  }

  #manager(hit: InventoryHit): EntityLink[] {
    const text = hit.fields.get("manager");
    const name = /^CN=((?:\\.|[^,\\])+)/i.exec(text ?? "")?.[1]?.replaceAll("\\", "") ?? text;
    return name === undefined || name === "" ? [] : [this.#named("REPORTS_TO", name, hit.file, confidence.probable)];
  }

  #groups(hit: InventoryHit): EntityLink[] {
    const text = hit.fields.get("groups") ?? "";
    const names = text.split(/;|\||(?<=\S)\n/).map((name) => name.trim());
    const ageUs = this.#atUs - (readTimeUs(hit.fields.get("updated") ?? "") ?? this.#atUs);
    return [...new Set(names.filter((name) => name !== ""))].slice(0, mostGroups).map((name) => {
      const group = this.#groupCalled(name);
      const known = group?.outcome === "RESOLVED" ? group : undefined;
      return {
        type: "MEMBER_OF",
        direction: "out",
        other: known?.entity ?? null,
        text: /^CN=((?:\\.|[^,\\])+)/i.exec(name)?.[1]?.replaceAll("\\", "") ?? name,
        span: toBounds(always),
        source: hit.file,
        method: known?.how ?? "as its row lists it",
        confidence: confidence.strong,
        isStale: ageUs > staleGroupUs,
      };
    });
  }

  /** Hosts whose rows name this person as owner, in any of its spellings. */
  #owned(entity: EntityRef, rows: readonly InventoryHit[]): EntityLink[] {
    const spellings = rows.flatMap(({ fields }) => [
      ...["displayName", "mail", "upn", "sam"].map((field) => fields.get(field)),
      `${fields.get("givenName") ?? ""} ${fields.get("surname") ?? ""}`,
    ]);
    const texts = [...new Set(spellings.flatMap((text) => (text === undefined || text.trim() === "" ? [] : [text.trim().toLowerCase()])))];
    const hits = query(this.#db, ownedSql, HitRow)
      .all({ texts: JSON.stringify(texts), at: this.#atUs })
      .map(toHit);
    return hits.flatMap((hit) => {
      const host = entityOfRow(this.#db, hit, "host");
      const owner = this.#owners(hit).find((link) => link.other?.id === entity.id);
      return host === undefined || owner === undefined ? [] : [{ ...owner, direction: "in" as const, other: host }];
    });
  }

  #replaced(entity: EntityRef): EntityLink[] {
    return query(this.#db, replacedSql, ReplacedRow)
      .all({ entity: entity.id })
      .flatMap(({ identifier, from_us, to_us, before_id, after_id }) => {
        const other = entityRef(this.#db, before_id === entity.id ? after_id : before_id);
        if (other === undefined) return [];
        const direction = after_id === entity.id ? ("out" as const) : ("in" as const);
        const text = identifier ?? "";
        const method = `${text} passed from one to the other`;
        const span = { from: from_us, to: to_us };
        return [
          {
            type: "REPLACES" as const,
            direction,
            other,
            text,
            span,
            source: "resolution",
            method,
            confidence: confidence.strong,
            isStale: false,
          },
        ];
      });
  }
}

const address = (ip: string, source: string, method: string, trust: number, span: EntityLink["span"]): EntityLink => ({
  type: "HAS_IP",
  direction: "out",
  other: null,
  text: ip,
  span,
  source,
  method,
  confidence: trust,
  isStale: false,
});
