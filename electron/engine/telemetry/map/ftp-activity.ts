/** FTP commands under OCSF's activity_id. */
export const ftpActivities: Readonly<Record<string, number>> = {
  STOR: 1,
  APPE: 1,
  STOU: 1,
  RETR: 2,
  DELE: 4,
  RMD: 4,
  RNFR: 5,
  RNTO: 5,
  LIST: 6,
  NLST: 6,
  MLSD: 6,
};
