import type { ClassTable } from "../columns/class-table.ts";
import { bindApiCall } from "../map/cloudtrail-api.ts";
import { bindLogin, loginActivity } from "../map/cloudtrail-login.ts";
import { isCloudTrailRecord, timeOfCall } from "../map/cloudtrail-record.ts";
import { stringAt } from "../map/json-values.ts";
import type { Fields } from "../map/windows-event.ts";
import { EventWriter, type RawRecord } from "./event-writer.ts";
import type { JsonSource } from "./json-source.ts";
import type { ReadContext } from "./record-reader.ts";

interface BoundCall {
  readonly table: ClassTable;
  readonly fill: (record: Fields) => void;
}

function bind(table: ClassTable, mapping: (table: ClassTable) => (record: Fields) => void): BoundCall {
  const uid = table.text("metadata_uid");
  const product = table.text("metadata_product_name");
  const log = table.text("metadata_log_name");
  const code = table.text("metadata_event_code");
  const fill = mapping(table);
  return {
    table,
    fill: (record) => {
      uid.put(stringAt(record, "eventID"));
      product.put("CloudTrail");
      log.put(stringAt(record, "eventCategory"));
      code.put(stringAt(record, "eventType"));
      fill(record);
    },
  };
}

/** CloudTrail's calls: sign-ins and tokens become authentication, everything else API activity. */
export class CloudTrailJson implements JsonSource {
  readonly #context: ReadContext;
  readonly #writer: EventWriter;
  readonly #call: BoundCall;
  readonly #login: BoundCall;

  constructor(context: ReadContext) {
    this.#context = context;
    this.#writer = new EventWriter(context);
    this.#call = bind(context.sink.table("api_activity"), bindApiCall);
    this.#login = bind(context.sink.table("authentication"), bindLogin);
  }

  read(record: Fields, raw: RawRecord): boolean {
    if (!isCloudTrailRecord(record)) return false;
    const timeUs = timeOfCall(record, this.#context.clock);
    if (!this.#writer.accepts(timeUs, "no readable eventTime", raw)) return true;
    const { table, fill } = loginActivity(record) === undefined ? this.#call : this.#login;
    fill(record);
    this.#writer.commit(table, timeUs, raw);
    return true;
  }
}
