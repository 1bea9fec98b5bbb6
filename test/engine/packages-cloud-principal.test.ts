import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evidenceFor } from "../../electron/engine/features/evidence.ts";
import { extractFeatures } from "../../electron/engine/features/extract-features.ts";
import type { FeatureMatrix } from "../../electron/engine/features/feature-matrix.ts";
import { findPackage, listPackages } from "../../electron/engine/features/packages.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { openEngine, t0, type TestEngine } from "./duckdb-setup.ts";
import { withCapture } from "./packages-fixture.ts";
import { type Event, writeSnapshot } from "./snapshot-fixture.ts";

const minute = 60_000_000;
const pkg = findPackage(listPackages(packagesDir()), "cloud-principal");
let root = "";
let open: TestEngine;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "quarry-cloud-"));
  open = openEngine(root);
});
afterAll(async () => {
  await open.engine.close();
  rmSync(root, { recursive: true, force: true });
});

const call = (who: string, operation: string, atMinutes: number, more: Event = {}): Event => ({
  time: t0 + atMinutes * minute,
  activity_id: 2,
  status_id: 1,
  actor_user_type: who.includes("assumed-role") ? "AssumedRole" : "IAMUser",
  actor_user_uid: who,
  actor_user_credential_uid: `ASIA-${who.slice(-8)}`,
  api_operation: operation,
  api_service_name: "s3.amazonaws.com",
  cloud_provider: "AWS",
  cloud_region: "eu-west-1",
  http_request_user_agent: "aws-sdk-java/2.20",
  src_endpoint_ip: "198.51.100.7",
  ...more,
});

async function matrixOf(calls: readonly Event[], signIns: readonly Event[] = []): Promise<FeatureMatrix> {
  const segments = [
    { class: "api_activity" as const, events: calls },
    ...(signIns.length === 0 ? [] : [{ class: "authentication" as const, events: signIns }]),
  ];
  const snapshot = writeSnapshot(open.snapshotsDir, segments, "calls").id;
  const matrix = await extractFeatures(open.engine, { snapshots: [snapshot] }, pkg);
  const subjects = matrix.labels.map((_, row) => ({
    keys: matrix.keys.map((k) => k.values[row] ?? ""),
    windowFromUs: matrix.windowFromUs[row] ?? 0,
    windowToUs: matrix.windowToUs[row] ?? 0,
  }));
  const query = { queryEngine: open.engine, scope: { snapshots: [snapshot] }, pkg, fileName: () => "trail.json" };
  expect((await evidenceFor(query, subjects)).map((list) => list.length)).toEqual([...matrix.events]);
  return matrix;
}

function valuesOf(matrix: FeatureMatrix, row: number): Record<string, number> {
  return Object.fromEntries(matrix.featureNames.map((name, f) => [name, matrix.observed[f * matrix.rowCount + row] ?? Number.NaN]));
}

const role = "arn:aws:sts::123456789012:assumed-role/web-role/i-0123456789abcdef0";
const admin = "arn:aws:iam::123456789012:user/ann";

describe("features of cloud-principal", () => {
  it("see a machine's credentials in a person's hands, looking around and reading", async () => {
    const byHand = { http_request_user_agent: "[aws-cli/2.9 Python/3.9 Darwin/21]", src_endpoint_ip: "203.0.113.9" };
    const matrix = await matrixOf([
      call(role, "GetObject", 0, { resources_uid: "arn:aws:s3:::pages/index;arn:aws:s3:::pages" }),
      call(role, "ListBuckets", 61, byHand),
      call(role, "ListObjects", 62, byHand),
      call(role, "GetObject", 63, { ...byHand, resources_uid: "arn:aws:s3:::ledger/a" }),
      call(role, "GetObject", 63, { ...byHand, resources_uid: "arn:aws:s3:::ledger/b" }),
      call(role, "GetObject", 63, { ...byHand, resources_uid: "arn:aws:s3:::ledger/b" }),
      call(admin, "DescribeInstances", 62, { http_request_user_agent: "console.ec2.amazonaws.com", api_service_name: "ec2.amazonaws.com" }),
    ]);
    expect(matrix.labels).toEqual(["user/ann", "assumed-role/web-role", "assumed-role/web-role"]);
    expect(valuesOf(matrix, 2)).toMatchObject({
      discovery_operations: 2,
      objects_read: 2,
      instance_key_elsewhere: 1,
      is_new_network: 1,
      is_new_key: 0,
      new_operations: 2,
      calls_in_minute: 3,
    });
    expect(valuesOf(matrix, 0)).toMatchObject({ discovery_operations: 0, calls_in_minute: 0, instance_key_elsewhere: 0 });
    expect(valuesOf(matrix, 1)["new_operations"]).toBeNaN();
  });

  it("tell refusals, secrets, rights and disturbed logging apart, and count the roles asked for", async () => {
    const denied = { status_id: 2, api_response_error: "Client.UnauthorizedOperation" };
    const assume = (target: string): Event => ({
      ...call(admin, "AssumeRole", 3, { api_service_name: "sts.amazonaws.com" }),
      activity_id: 7,
      user_name: "session",
      user_uid: `arn:aws:iam::123456789012:role/${target}`,
    });
    const matrix = await matrixOf(
      [
        call(admin, "GetPasswordData", 0, { ...denied, api_service_name: "ec2.amazonaws.com" }),
        call(admin, "CreateAccessKey", 1, { api_service_name: "iam.amazonaws.com" }),
        call(admin, "UpdateFunctionConfiguration20150331v2", 1, { api_service_name: "lambda.amazonaws.com" }),
        call(admin, "StopLogging", 2, { api_service_name: "cloudtrail.amazonaws.com" }),
        call(admin, "PutObject", 2),
      ],
      [assume("one"), assume("two"), assume("two")],
    );
    expect(matrix.events[0]).toBe(8);
    expect(valuesOf(matrix, 0)).toMatchObject({
      denied_calls: 1,
      secrets_read: 1,
      rights_changed: 2,
      defences_changed: 1,
      roles_assumed: 2,
      discovery_operations: 0,
    });
  });
});

describe("the cloud-principal package", () => {
  it.skipIf(noTestData("telemetry", "cloudtrail", "otrf_s3_exfil"))(
    "puts the hour of a stolen key first among its principals",
    async () => {
      const archive = testData("telemetry", "cloudtrail", "otrf_s3_exfil", "ec2_proxy_s3_exfiltration.zip") ?? "";
      await withCapture([archive], async (capture) => {
        for (const seed of [1, 2, 3]) {
          const [first] = await capture.queue("cloud-principal", seed);
          expect(first?.subject.keys["principal"]).toContain("assumed-role/MordorNginxStack-BankingWAFRole-9S3E0UAE1MM0");
          expect(first?.evidence.map((e) => e.ids["access_key"])).toContain("ASIA5FLZVX4OPVKKVBMX");
        }
      });
    },
  );
});
