import { canonicalSid } from "../entities/sid.ts";
import { canonicalUpn } from "../entities/account.ts";
import { foldCase } from "../entities/identifier.ts";
import type { InventoryHit } from "../inventory/find-inventory.ts";
import type { Case } from "./case-facts.ts";
import { isKnown } from "./known.ts";
import { accountThing, destinationThing, fileThing, hostOrAddress, isMachineAccount } from "../entities/things.ts";

/** The steadiest key a directory row has for the human behind it. */
export function toPersonKey(hit: InventoryHit): string {
  const employee = hit.fields.get("employeeId");
  if (employee !== undefined) return `person:employee:${foldCase(employee)}`;
  const account = canonicalSid(hit.fields.get("sid") ?? "")?.key ?? canonicalUpn(hit.fields.get("upn") ?? "")?.key;
  return `person:${account ?? `sam:${foldCase(hit.fields.get("sam") ?? `${hit.inventory.slice(0, 16)}#${hit.rowNo}`)}`}`;
}

/** The entities an anomaly is about, for "judged before": what it scored and who is behind it, never shared accounts or bystanders. */
export function entityKeys(one: Case): string[] {
  const { focus, identity, facts } = one;
  const keys = new Set([...focus.anomaly.body.entities, ...identity.entities.map((entity) => `entity:${entity.id}`)]);
  if (focus.source !== undefined) keys.add(hostOrAddress(focus.source).id);
  if (focus.destination !== undefined) keys.add(destinationThing(focus.destination).id);
  if (isKnown(identity.device)) keys.add(hostOrAddress(identity.device.value.name).id);
  if (isKnown(identity.account) && !isMachineAccount(identity.account.value.name))
    keys.add(
      accountThing(
        identity.account.value.name,
        identity.account.value.domain,
        isKnown(identity.device) ? identity.device.value.name : undefined,
      ).id,
    );
  if (isKnown(identity.person)) keys.add(toPersonKey(identity.person.value));
  const self = focus.process === undefined ? undefined : facts.lineage.get(focus.process)?.find((relative) => relative.relation === "self");
  if (self?.path !== undefined && self.path !== null) keys.add(fileThing(self.path, self.host ?? undefined).id);
  return [...keys].toSorted();
}
