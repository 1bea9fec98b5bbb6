/** Invented people: given and family names of many origins, combined at random. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const givenNames = words(`
  Amara Bogdan Chiara Dinesh Esra Faisal Greta Hana Idris Jelena Kofi Leilani Mateus Nadia Oksana Pilar Quentin Ruta Samir Tomoko
  Ulrich Valentina Wanjiru Xiomara Yusuf Zofia Aoife Bilal Camila Deng Eleni Farida Goran Hugo Ingrid Jaspreet Keiko Lars Mei Niamh
  Orla Pavel Rashida Soren Thandi Umar Viktor Winona Yara Zubin Anselm Birgit Cormac Dalia Emeka Freya Gulnara Hiroshi Imani Joaquin
`);

export const familyNames = words(`
  Adeyemi Bakker Castellanos Dahl Eriksen Fontaine Galvao Haddad Ibarra Jovanovic Kaminski Lindqvist Mbeki Nakagawa Obuya Petrosyan
  Quispe Rahman Santoro Tanaka Ueda Varga Wekesa Xu Yilmaz Zielinski Abernathy Bjornstad Chaudhry Desrosiers Egwu Ferreira Grimaldi
  Hosseini Ilves Jankowski Kowalczyk Lachance Moreau Ndiaye Oyelaran Pham Rasmussen Sandhu Takahashi Urbanek Vasquez Whitlock Yamada
  Zubiri Achterberg Bellweather Corrigan Demirci Espinoza Farrow Gwynn Hartikainen Iqbal Juarez Kuznetsova Lopatin Marchetti Nkemelu
`);

export const siteWords = words(`
  amber anchor aspen beacon birch bramble brook canyon cedar cinder clover cobalt copper coral crane delta drift dune ember fable
  falcon fern flint forge garnet glade granite grove harbor hazel heron hollow indigo ivory juniper kestrel lagoon lantern larch
  linden maple marlin meadow mica mosaic nectar north oak onyx opal orchard otter pebble pine plover prairie quartz quill raven
  reef ridge river robin rowan saffron sage sierra slate sparrow spruce summit swift thistle timber topaz tundra umber valley
  velvet vista walnut willow winter wren yarrow zephyr
`);

export const siteEndings = words(`
  news media shop works cloud hub post press travel bank health sports recipes games music video forum wiki maps jobs books tools
  learn parts tech labs supply legal foods homes weather events gallery insurance journal market
`);

export const departments: readonly { readonly name: string; readonly share: number; readonly titles: readonly string[] }[] = [
  { name: "Engineering", share: 26, titles: ["Mechanical Engineer", "Firmware Engineer", "Software Engineer", "Test Engineer"] },
  { name: "Operations", share: 24, titles: ["Production Planner", "Line Lead", "Process Technician", "Quality Inspector"] },
  { name: "Sales", share: 18, titles: ["Account Manager", "Sales Engineer", "Regional Sales Manager"] },
  { name: "Finance", share: 12, titles: ["Accountant", "Accounts Payable Clerk", "Controller", "Financial Analyst"] },
  { name: "Support", share: 12, titles: ["Support Specialist", "Field Service Coordinator"] },
  { name: "IT", share: 10, titles: ["Systems Administrator", "Network Engineer", "Service Desk Analyst", "DevOps Engineer"] },
  { name: "Research", share: 10, titles: ["Research Scientist", "Optics Researcher", "Lab Technician"] },
  { name: "Marketing", share: 9, titles: ["Marketing Manager", "Content Designer", "Web Editor"] },
  { name: "People", share: 6, titles: ["HR Partner", "Recruiter", "Payroll Specialist"] },
  { name: "Legal", share: 5, titles: ["Counsel", "Contracts Manager", "Patent Paralegal"] },
];

export const company = {
  name: "Tamarind & Holt Instruments",
  domain: "tamarindholt.example",
  adDomain: "corp.tamarindholt.example",
  netbios: "TAMARIND",
  domainSid: "S-1-5-21-3184427719-901264455-2650118733",
} as const;
