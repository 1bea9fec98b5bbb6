/** Windows logon types under the captions of OCSF's logon_type_id. */
export const logonTypes: Readonly<Record<number, string>> = {
  0: "System",
  2: "Interactive",
  3: "Network",
  4: "Batch",
  5: "OS Service",
  7: "Unlock",
  8: "Network Cleartext",
  9: "New Credentials",
  10: "Remote Interactive",
  11: "Cached Interactive",
  12: "Cached Remote Interactive",
  13: "Cached Unlock",
};

/** NTSTATUS values of logon failures (ntstatus.h) and Kerberos error codes (RFC 4120, 7.5.9). */
const texts: Readonly<Record<string, string>> = {
  "0xc000005e": "no logon server available",
  "0xc0000064": "no such user",
  "0xc000006a": "wrong password",
  "0xc000006d": "bad user name or password",
  "0xc000006e": "account restriction",
  "0xc000006f": "outside allowed hours",
  "0xc0000070": "workstation not allowed",
  "0xc0000071": "password expired",
  "0xc0000072": "account disabled",
  "0xc00000dc": "server in the wrong state",
  "0xc0000133": "clocks too far apart",
  "0xc000015b": "logon type not granted",
  "0xc0000192": "netlogon service not started",
  "0xc0000193": "account expired",
  "0xc0000224": "password must change",
  "0xc0000234": "account locked out",
  "0xc0000413": "authentication firewall",
  "0x6": "no such client",
  "0x7": "no such service",
  "0x9": "null key",
  "0xc": "policy forbids",
  "0x12": "account revoked, disabled or locked",
  "0x17": "password expired",
  "0x18": "pre-authentication failed",
  "0x19": "pre-authentication required",
  "0x1b": "user-to-user required",
  "0x1f": "integrity check failed",
  "0x20": "ticket expired",
  "0x25": "clocks too far apart",
};

export function statusText(code: string): string | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined;
}

/** Kerberos encryption types (RFC 3961, 4757, 8009) by the number Windows writes. */
const ciphers: Readonly<Record<string, string>> = {
  "0x1": "DES-CBC-CRC",
  "0x3": "DES-CBC-MD5",
  "0x11": "AES128-CTS-HMAC-SHA1-96",
  "0x12": "AES256-CTS-HMAC-SHA1-96",
  "0x13": "AES128-CTS-HMAC-SHA256-128",
  "0x14": "AES256-CTS-HMAC-SHA384-192",
  "0x17": "RC4-HMAC",
  "0x18": "RC4-HMAC-EXP",
};

/** Its name, the number itself for one that has none, undefined where Windows writes that no ticket was made. */
export function cipherName(code: string): string | undefined {
  const plain = code.toLowerCase();
  if (plain === "0xffffffff") return undefined;
  return Object.hasOwn(ciphers, plain) ? ciphers[plain] : plain;
}
