import packageJson from "../../../package.json" with { type: "json" };

/** Who says so, in every event and facet. A URN: it names without claiming that a host answers. */
export const producer = `urn:quarry:producer:${packageJson.version}`;
export const runEventSchema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

const openLineage = (version: string, name: string): string => `https://openlineage.io/spec/facets/${version}/${name}.json#/$defs/${name}`;
/** Our own facets' documents lie in `facets/`, each under the URN it is named by; `_schemaURL` must be a URI, not an address. */
const own = (name: string): string => `urn:quarry:lineage:1-0-0:${name}#/$defs/${name}`;

/** Every facet we write, by its key in an event. Standard ones: OpenLineage 2-0-2. */
const schemas = {
  version: openLineage("1-0-1", "DatasetVersionDatasetFacet"),
  schema: openLineage("1-2-0", "SchemaDatasetFacet"),
  dataSource: openLineage("1-0-1", "DatasourceDatasetFacet"),
  datasetType: openLineage("1-0-1", "DatasetTypeDatasetFacet"),
  columnLineage: openLineage("1-2-0", "ColumnLineageDatasetFacet"),
  inputStatistics: openLineage("1-0-0", "InputStatisticsInputDatasetFacet"),
  outputStatistics: openLineage("1-0-2", "OutputStatisticsOutputDatasetFacet"),
  subset: "https://openlineage.io/spec/facets/1-0-0/BaseSubsetDatasetFacet.json#/$defs/InputSubsetInputDatasetFacet",
  processing_engine: openLineage("1-1-1", "ProcessingEngineRunFacet"),
  jobType: openLineage("2-0-4", "JobTypeJobFacet"),
  sql: openLineage("1-1-0", "SQLJobFacet"),
  parent: openLineage("1-2-0", "ParentRunFacet"),
  errorMessage: openLineage("1-0-1", "ErrorMessageRunFacet"),
  nominalTime: openLineage("1-0-1", "NominalTimeRunFacet"),
  test: openLineage("1-0-1", "TestRunFacet"),
  environmentVariables: openLineage("1-0-0", "EnvironmentVariablesRunFacet"),
  quarry_chain: own("QuarryChainRunFacet"),
  quarry_import: own("QuarryImportRunFacet"),
  quarry_decision: own("QuarryDecisionRunFacet"),
  quarry_score: own("QuarryScoreRunFacet"),
  quarry_drift: own("QuarryDriftRunFacet"),
  quarry_ocsf: own("QuarryOcsfDatasetFacet"),
  quarry_dataset: own("QuarryVersionDatasetFacet"),
  quarry_model: own("QuarryModelDatasetFacet"),
} as const;

export type FacetName = keyof typeof schemas;
type Body = Readonly<Record<string, unknown>>;
export type Facets = Readonly<Partial<Record<FacetName, Body>>>;

const isFacetName = (name: string): name is FacetName => Object.hasOwn(schemas, name);

/** Signs each facet with its producer and schema; those that are undefined are left out. */
export function facets(bodies: Readonly<Partial<Record<FacetName, Body | undefined>>>): Facets {
  const signed: Partial<Record<FacetName, Body>> = {};
  for (const [name, body] of Object.entries(bodies))
    if (isFacetName(name) && body !== undefined) signed[name] = { ...body, _producer: producer, _schemaURL: schemas[name] };
  return signed;
}
