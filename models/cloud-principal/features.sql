-- One row per cloud principal and hour: what did it ask for, from where and with what, and does it or anybody else do that?
--
-- A principal is a user, a service or a role without its session: sessions are named by whoever assumes the role. Calls are
-- API activity and the cloud's sign-ins and role assumptions. What a console asks for by itself to draw its pages is no
-- discovery. Operations are compared without the version a service appends. "One in N" is all principals over those like
-- this, or all calls of the principal over those like this, so 1 is the ordinary side. What would need earlier hours of the
-- principal is NULL until there are some. Bytes transferred are not among the events' columns; objects are counted instead.
--
-- Cost: hash aggregates and joins over the calls.
-- Portable; coalesce(regexp_extract(…), '') <> '' is a match in DuckDB and in Trino.
WITH raw AS (
  SELECT
    actor_user_uid, actor_user_uid_alt, actor_user_name, actor_user_type, actor_user_credential_uid, actor_invoked_by, api_operation,
    api_service_name, api_response_error, cloud_region, http_request_user_agent, src_endpoint_ip, status_id, resources_uid,
    api_request_data AS request, cast(NULL AS VARCHAR) AS asked_for, time
  FROM api_activity
  UNION ALL
  SELECT
    actor_user_uid, actor_user_uid_alt, actor_user_name, actor_user_type, actor_user_credential_uid, actor_invoked_by, api_operation,
    api_service_name, api_response_error, cloud_region, http_request_user_agent, src_endpoint_ip, status_id, NULL, NULL, user_uid, time
  FROM authentication
  WHERE cloud_provider IS NOT NULL
),
call AS (
  SELECT
    coalesce(CASE WHEN strpos(actor_user_uid, ':assumed-role/') > 0
      THEN split_part(actor_user_uid, '/', 1) || '/' || split_part(actor_user_uid, '/', 2) ELSE actor_user_uid END,
      split_part(actor_user_uid_alt, ':', 1), actor_user_name, actor_invoked_by, 'an unknown principal') AS principal,
    CASE WHEN strpos(actor_user_uid, ':assumed-role/') > 0 THEN split_part(actor_user_uid, '/', 3) ELSE '' END AS session,
    coalesce(actor_user_type, '') AS identity, coalesce(actor_user_credential_uid, '') AS credential, time,
    date_trunc('hour', time) AS hour, regexp_replace(coalesce(api_operation, ''), '[0-9]{8}(v[0-9]+)?$', '') AS operation,
    split_part(coalesce(api_service_name, ''), '.', 1) AS service, coalesce(cloud_region, '') AS region, src_endpoint_ip AS ip,
    CASE WHEN strpos(src_endpoint_ip, ':') > 0 THEN split_part(src_endpoint_ip, ':', 1) || ':' || split_part(src_endpoint_ip, ':', 2) || ':' || split_part(src_endpoint_ip, ':', 3)
      ELSE split_part(src_endpoint_ip, '.', 1) || '.' || split_part(src_endpoint_ip, '.', 2) || '.' || split_part(src_endpoint_ip, '.', 3) END AS network,
    lower(split_part(split_part(replace(coalesce(http_request_user_agent, ''), '[', ''), ' ', 1), '/', 1)) AS agent,
    lower(coalesce(http_request_user_agent, '')) AS spelt_agent,
    coalesce(api_response_error, '') AS error, status_id, coalesce(split_part(resources_uid, ';', 1), request, '') AS thing, asked_for
  FROM raw
),
judged AS (
  SELECT
    c.*,
    c.agent LIKE 'console%' OR c.agent LIKE 'aws internal%' OR c.agent LIKE 'aws-internal%' OR c.agent LIKE 'signin%' OR c.agent LIKE '%consolefrontend%'
      OR c.agent LIKE 'mozilla%' OR strpos(c.spelt_agent, 'aws-internal') > 0 AS is_console,
    c.identity = 'AWSService' OR c.agent LIKE '%.amazonaws.com' AND c.agent NOT LIKE 'console%' AS is_service,
    c.operation LIKE 'List%' OR c.operation LIKE 'Describe%' OR c.operation LIKE 'Get%' AS is_read,
    coalesce(regexp_extract(c.operation,
      '^(GetSecretValue|BatchGetSecretValue|GetParameters?|GetParametersByPath|GetPasswordData|GetAuthorizationToken|GetLoginProfile|Decrypt|GetSessionToken|GetFederationToken)$'), '') <> '' AS is_secret,
    coalesce(regexp_extract(c.operation,
      '^(GetObject|GetObjectVersion|SelectObjectContent|CopyObject|RestoreObject|GetItem|BatchGetItem|Query|Scan|GetQueryResults|CopySnapshot|CopyDBSnapshot|CreateExportTask|StartExportTask|ExportTableToPointInTime|GetRecords|InvokeModel)$'), '') <> '' AS is_data,
    coalesce(regexp_extract(c.operation,
      '^(Create(User|AccessKey|LoginProfile|Role|Policy|PolicyVersion|ServiceSpecificCredential|TrustAnchor|Profile|SAMLProvider|OpenIDConnectProvider|VirtualMFADevice|KeyPair|Grant|FunctionUrlConfig|FoundationModelAgreement)|Update(AccessKey|LoginProfile|AssumeRolePolicy|FunctionCode|FunctionConfiguration|SAMLProvider|Layer.*)|Attach.*Policy|Put(User|Group|Role|Bucket|Key|Resource).*Policy|PutBucketAcl|PutFoundationModelEntitlement|PutUseCaseForModelAccess|SetDefaultPolicyVersion|AddUserToGroup|AddRoleToInstanceProfile|AddPermission|AddLayerVersionPermission|AssociateIamInstanceProfile|ReplaceIamInstanceProfileAssociation|UploadSSHPublicKey|ImportKeyPair|SendSSHPublicKey|SendSerialConsoleSSHPublicKey|SendCommand|StartSession|Modify(Snapshot|Image|DBSnapshot)Attribute|AuthorizeSecurityGroup.*|ModifyInstanceAttribute|DeactivateMFADevice|ChangePassword|LeaveOrganization|RunInstances|CreateFunction)$'), '') <> '' AS is_grant,
    coalesce(regexp_extract(c.operation,
      '^(StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors|PutInsightSelectors|DeleteFlowLogs|DeleteResolverQueryLogConfig|DisassociateResolverQueryLogConfig|(Delete|Update)Detector|DeleteMembers|DisassociateMembers|DisassociateFrom.*Account|CreateIPSet|UpdateIPSet|Delete(Config|Organization).*Rule|StopConfigurationRecorder|DeleteConfigurationRecorder|DeleteDeliveryChannel|DeleteLog(Group|Stream)|PutRetentionPolicy|DeleteAlarms|DisableAlarmActions|DisableKey|ScheduleKeyDeletion|DeleteEventDataStore|StopEventDataStoreIngestion|PutBucketLifecycle.*|DeleteBucketEncryption|DeleteWebACL|DisableSecurityHub|DeletePublicAccessBlock|PutPublicAccessBlock|PutBucketLogging|PutBucketVersioning)$'), '') <> '' AS is_blinding,
    coalesce(regexp_extract(c.error, '(AccessDenied|Unauthorized|Forbidden|AuthFailure|InvalidClientToken|ExpiredToken|SignatureDoesNotMatch)'), '') <> '' AS is_denied,
    coalesce(regexp_extract(c.session, '^i-[0-9a-f]{8,17}$'), '') <> '' AS is_instance
  FROM call c
),
principal_hour AS (SELECT principal, hour, row_number() OVER (PARTITION BY principal ORDER BY hour) - 1 AS earlier FROM (SELECT DISTINCT principal, hour FROM judged) hours),
total AS (SELECT CAST(count(DISTINCT principal) AS DOUBLE) AS principals FROM judged),
own AS (SELECT principal, CAST(count(*) AS DOUBLE) AS calls FROM judged GROUP BY principal),
operation_use AS (SELECT service, operation, count(DISTINCT principal) AS principals FROM judged GROUP BY service, operation),
operation_own AS (SELECT principal, service, operation, min(hour) AS first_hour FROM judged GROUP BY principal, service, operation),
operating AS (
  SELECT j.principal, j.hour, min(u.principals) AS fewest, count(DISTINCT CASE WHEN o.first_hour = j.hour THEN j.service || ':' || j.operation END) AS new_operations
  FROM judged j
  JOIN operation_use u ON u.service = j.service AND u.operation = j.operation
  JOIN operation_own o ON o.principal = j.principal AND o.service = j.service AND o.operation = j.operation
  GROUP BY j.principal, j.hour
),
agent_use AS (SELECT agent, count(DISTINCT principal) AS principals FROM judged GROUP BY agent),
agent_own AS (
  SELECT j.principal, j.hour, min(u.principals) AS fewest
  FROM judged j
  JOIN agent_use u ON u.agent = j.agent
  GROUP BY j.principal, j.hour
),
region_own AS (SELECT principal, region, CAST(count(*) AS DOUBLE) AS calls FROM judged GROUP BY principal, region),
regional AS (
  SELECT j.principal, j.hour, min(r.calls) AS fewest
  FROM judged j
  JOIN region_own r ON r.principal = j.principal AND r.region = j.region
  GROUP BY j.principal, j.hour
),
network_own AS (SELECT principal, network, min(hour) AS first_hour FROM judged WHERE network IS NOT NULL GROUP BY principal, network),
network_new AS (SELECT DISTINCT principal, first_hour AS hour FROM network_own),
credential_own AS (SELECT principal, credential, min(hour) AS first_hour FROM judged WHERE credential <> '' GROUP BY principal, credential),
-- An instance's credentials belong to the instance: a person's command line, a desktop system or a second network do not.
key_use AS (
  SELECT credential, hour, count(DISTINCT coalesce(network, '') || ' ' || agent) AS places
  FROM judged
  WHERE credential <> ''
  GROUP BY credential, hour
),
session_network AS (SELECT principal, session, count(DISTINCT network) AS networks FROM judged WHERE is_instance AND network IS NOT NULL GROUP BY principal, session),
minute AS (
  SELECT principal, hour, max(n) AS calls
  FROM (SELECT principal, hour, date_trunc('minute', time) AS minute, count(*) AS n FROM judged WHERE NOT is_console AND NOT is_service GROUP BY 1, 2, 3) minutes
  GROUP BY principal, hour
),
hourly AS (
  SELECT
    j.principal, j.hour, count(*) AS events,
    count(DISTINCT CASE WHEN j.is_read AND NOT j.is_data AND NOT j.is_secret AND NOT j.is_console AND NOT j.is_service THEN j.service || ':' || j.operation END) AS discovery,
    count(CASE WHEN j.is_denied THEN 1 END) AS denied,
    count(DISTINCT CASE WHEN j.is_data THEN j.thing END) AS things,
    count(CASE WHEN j.is_secret AND NOT j.is_service THEN 1 END) AS secrets,
    count(CASE WHEN j.is_grant AND NOT j.is_service THEN 1 END) AS grants,
    count(CASE WHEN j.is_blinding AND NOT j.is_service THEN 1 END) AS blindings,
    count(DISTINCT CASE WHEN j.operation LIKE 'AssumeRole%' AND NOT j.is_service THEN j.asked_for END) AS roles,
    max(k.places) AS places,
    max(CASE WHEN j.is_instance AND (s.networks > 1 OR coalesce(regexp_extract(j.spelt_agent, '(aws-cli|darwin|macos|windows|kali|parrot|pentoo|powershell|cyberduck|rclone|s3browser|pacu)'), '') <> '') THEN 1 ELSE 0 END) AS elsewhere,
    max(CASE WHEN c.first_hour = j.hour THEN 1 ELSE 0 END) AS is_new_key,
    min(j.spelt_agent) AS an_agent, count(DISTINCT j.ip) AS addresses, min(j.ip) AS an_address, count(DISTINCT j.operation) AS operations,
    min(j.service || ':' || j.operation) AS an_operation
  FROM judged j
  LEFT JOIN key_use k ON k.credential = j.credential AND k.hour = j.hour
  LEFT JOIN session_network s ON s.principal = j.principal AND s.session = j.session
  LEFT JOIN credential_own c ON c.principal = j.principal AND c.credential = j.credential
  GROUP BY j.principal, j.hour
)
SELECT
  h.principal,
  CASE WHEN strpos(h.principal, 'arn:') = 1 THEN regexp_replace(h.principal, '^arn:[^:]*:[^:]*:[^:]*:[^:]*:', '') ELSE h.principal END AS subject_label,
  h.hour AS window_from,
  h.hour + INTERVAL '1' HOUR AS window_to,
  h.events,
  CASE WHEN strpos(h.principal, 'arn:') = 1 THEN regexp_replace(h.principal, '^arn:[^:]*:[^:]*:[^:]*:[^:]*:', '') ELSE h.principal END AS x_principal,
  CASE WHEN h.addresses > 1 THEN CAST(h.addresses AS VARCHAR) || ' addresses' ELSE coalesce(h.an_address, 'inside the cloud') END AS x_source,
  CASE WHEN h.operations > 1 THEN CAST(h.operations AS VARCHAR) || ' operations' ELSE h.an_operation END AS x_operations,
  substr(CASE WHEN h.an_agent = '' THEN 'an unnamed client' ELSE h.an_agent END, 1, 60) AS x_agent,
  CAST(h.discovery AS DOUBLE) AS discovery_operations,
  t.principals / o.fewest AS operation_one_in,
  CASE WHEN p.earlier > 0 THEN CAST(o.new_operations AS DOUBLE) END AS new_operations,
  CAST(h.denied AS DOUBLE) AS denied_calls,
  CAST(h.things AS DOUBLE) AS objects_read,
  CAST(h.secrets AS DOUBLE) AS secrets_read,
  CAST(h.grants AS DOUBLE) AS rights_changed,
  CAST(h.blindings AS DOUBLE) AS defences_changed,
  CASE WHEN p.earlier > 0 THEN CASE WHEN n.principal IS NULL THEN 0 ELSE 1 END END AS is_new_network,
  CASE WHEN p.earlier > 0 THEN CAST(h.is_new_key AS DOUBLE) END AS is_new_key,
  CAST(coalesce(h.places, 0) AS DOUBLE) AS key_places,
  CAST(h.elsewhere AS DOUBLE) AS instance_key_elsewhere,
  t.principals / a.fewest AS agent_one_in,
  w.calls / r.fewest AS region_one_in,
  CAST(h.roles AS DOUBLE) AS roles_assumed,
  CAST(coalesce(m.calls, 0) AS DOUBLE) AS calls_in_minute
FROM hourly h
CROSS JOIN total t
JOIN principal_hour p ON p.principal = h.principal AND p.hour = h.hour
JOIN own w ON w.principal = h.principal
JOIN operating o ON o.principal = h.principal AND o.hour = h.hour
JOIN agent_own a ON a.principal = h.principal AND a.hour = h.hour
JOIN regional r ON r.principal = h.principal AND r.hour = h.hour
LEFT JOIN network_new n ON n.principal = h.principal AND n.hour = h.hour
LEFT JOIN minute m ON m.principal = h.principal AND m.hour = h.hour
ORDER BY h.principal, h.hour
