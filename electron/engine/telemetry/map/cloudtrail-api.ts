import type { ClassTable } from "../columns/class-table.ts";
import { bindCaller } from "./cloudtrail-caller.ts";
import { inner, jsonAt, objectsAt, stringAt } from "./json-values.ts";
import type { Fields } from "./windows-event.ts";
import { bindOutcome, failure, success } from "./windows-mapping.ts";
import { toBoolean } from "./zeek-mapping.ts";

const [create, read, update, remove, other] = [1, 2, 3, 4, 99];

/** AWS names its operations by a verb; what the verb does not tell, CloudTrail's readOnly does. */
const verbs: readonly (readonly [activity: number, verb: RegExp])[] = [
  [create, /^(?:Create|Run|Allocate|Register|Import|Issue|Request|Generate|Copy|Upload|Start(?=Export))/],
  [remove, /^(?:Delete|Terminate|Remove|Deregister|Release|Revoke|Purge|Cancel|Schedule(?=KeyDeletion))/],
  [read, /^(?:Describe|List|Get|Head|Lookup|Search|Select|BatchGet|View|Query|Scan|Check|Validate|Simulate|Download|Test|Preview)/],
  [
    update,
    /^(?:Update|Modify|Put|Set|Attach|Detach|Add|Associate|Disassociate|Authorize|Enable|Disable|Change|Reset|Tag|Untag|Replace|Rotate|Start|Stop|Reboot|Restore)/,
  ],
];

function activityOf(operation: string, isReadOnly: boolean | undefined): number {
  const known = verbs.find(([, verb]) => verb.test(operation))?.[0];
  return known ?? (isReadOnly === true ? read : other);
}

const joined = (resources: readonly Fields[], ...keys: readonly string[]): string | undefined => {
  const values = resources.flatMap((r) => keys.map((key) => stringAt(r, key)).find((v) => v !== undefined) ?? []);
  return values.length === 0 ? undefined : values.join(";");
};

/** Every call that is no sign-in. */
export function bindApiCall(table: ClassTable): (record: Fields) => void {
  const caller = bindCaller(table);
  const outcome = bindOutcome(table);
  const version = table.text("api_version");
  const request = table.text("api_request_data");
  const endpoint = table.text("src_endpoint_uid");
  const resourceUid = table.text("resources_uid");
  const resourceType = table.text("resources_type");
  return (record) => {
    const resources = objectsAt(record, "resources");
    const error = stringAt(record, "errorCode");
    caller(record);
    version.put(stringAt(record, "apiVersion"));
    request.put(jsonAt(record, "requestParameters"));
    endpoint.put(stringAt(record, "vpcEndpointId"));
    resourceUid.put(joined(resources, "ARN", "ARNPrefix") ?? arnInRequest(record));
    resourceType.put(joined(resources, "type"));
    outcome(activityOf(stringAt(record, "eventName") ?? "", toBoolean(record["readOnly"])), error === undefined ? success : failure, error);
  };
}

/** Many services name no resources; a request about one thing still holds its ARN. */
function arnInRequest(record: Fields): string | undefined {
  const parameters = inner(record, "requestParameters");
  const arn = Object.entries(parameters).find(([key, value]) => /arn$/i.test(key) && typeof value === "string" && value.startsWith("arn:"));
  return arn === undefined ? undefined : stringAt(parameters, arn[0]);
}
