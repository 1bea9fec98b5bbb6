/** SMB create dispositions, and Zeek's one word for them, under OCSF's activity_id. Anything else is 99, Other. */
export const smbActivities: Readonly<Record<string, number>> = {
  FILE_SUPERSEDE: 1,
  FILE_OPEN: 2,
  FILE_CREATE: 3,
  FILE_OPEN_IF: 4,
  FILE_OVERWRITE: 5,
  FILE_OVERWRITE_IF: 6,
};

/** Share types under OCSF's share_type_id. */
export const shareTypes: Readonly<Record<string, number>> = { DISK: 1, FILE: 1, PIPE: 2, PRINT: 3 };
