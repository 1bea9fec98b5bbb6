import { processActor } from "./sysmon-network.ts";
import { bindActor, bindOutcome, success, unknownStatus, type WindowsMapping } from "./windows-mapping.ts";
import { fileName, hashesOf, textOf } from "./windows-values.ts";

const load = 1;

export const sysmonModule: WindowsMapping = {
  product: "sysmon",
  eventIds: [7],
  class: "module_activity",
  bind: (table) => {
    const name = table.text("module_file_name");
    const path = table.text("module_file_path");
    const company = table.text("module_file_company_name");
    const product = table.text("module_file_product_name");
    const internal = table.text("module_file_internal_name");
    const signature = table.text("module_file_signature_state");
    const md5 = table.text("module_file_hash_md5");
    const sha1 = table.text("module_file_hash_sha1");
    const sha256 = table.text("module_file_hash_sha256");
    const imphash = table.text("module_file_hash_imphash");
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    return ({ data }) => {
      const image = textOf(data, "ImageLoaded");
      const hashes = hashesOf(textOf(data, "Hashes"));
      name.put(fileName(image));
      path.put(image);
      company.put(textOf(data, "Company"));
      product.put(textOf(data, "Product"));
      internal.put(textOf(data, "OriginalFileName"));
      signature.put(textOf(data, "SignatureStatus"));
      md5.put(hashes.md5);
      sha1.put(hashes.sha1);
      sha256.put(hashes.sha256);
      imphash.put(hashes.imphash);
      actor(processActor(data));
      outcome(load, success);
    };
  },
};

/** Sysmon event to OCSF file activity: 1 Create, 4 Delete, 6 Set Attributes. */
const fileActivities: Readonly<Record<number, number>> = { 2: 6, 11: 1, 23: 4, 26: 4 };

export const sysmonFile: WindowsMapping = {
  product: "sysmon",
  eventIds: [2, 11, 23, 26],
  class: "file_activity",
  bind: (table) => {
    const name = table.text("file_name");
    const path = table.text("file_path");
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    return ({ data, eventId }) => {
      const target = textOf(data, "TargetFilename");
      name.put(fileName(target));
      path.put(target);
      actor(processActor(data));
      outcome(fileActivities[eventId] ?? unknownStatus, success);
    };
  },
};
