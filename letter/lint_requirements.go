package letter

// A rule of the linter: the rows of the programme's letter_requirements.tsv that it watches over, and the
// law that it names. Rules without a row come from plain consistency or from the protection of privacy.
type rule struct {
	rows      []string
	authority string
}

const (
	reg6     = "8 CCR 9792.10.6(d)"
	practice = "organization practice"
	quality  = "quality of the letter"
	lcName   = "Labor Code 4610.6(f)"
	publish  = "Labor Code 4610.6(m)"
)

var rules = map[string]rule{
	"item.none":              {[]string{"fd.states"}, "Labor Code 4610.6(e)"},
	"item.decision":          {[]string{"fd.states"}, "Labor Code 4610.6(e)"},
	"item.left_out":          {[]string{"fd.states"}, "Labor Code 4610.6(e)"},
	"item.request":           {[]string{"fd.statement"}, reg6},
	"item.differs":           {[]string{"fd.statement"}, reg6},
	"item.duplicate":         {[]string{"fd.statement"}, quality},
	"item.rationale":         {[]string{"fd.reasons"}, reg6},
	"item.evidence":          {[]string{"fd.evidence"}, "8 CCR 9792.10.6(d); Labor Code 4610.5(c)(2)"},
	"item.conclusion":        {[]string{"fd.consistent"}, quality},
	"item.record_facts":      {[]string{"fd.record_facts", "fd.reasons"}, "Labor Code 4610.6(e)"},
	"item.side":              {[]string{"fd.consistent"}, quality},
	"item.body_part":         {[]string{"fd.consistent"}, quality},
	"evidence.edition":       {[]string{"fd.evidence"}, "8 CCR 9792.10.6(d); Labor Code 4610.5(c)(2)"},
	"evidence.ur_edition":    {nil, "Labor Code 4610.5(c)(2)"},
	"evidence.unresolved":    {[]string{"fd.evidence", "fd.citation_form"}, "8 CCR 9792.21.1(d)"},
	"evidence.form":          {[]string{"fd.citation_form"}, "8 CCR 9792.21.1(d)"},
	"evidence.order":         {[]string{"fd.standard_order"}, "Labor Code 4610.5(c)(2); 8 CCR 9792.21.1"},
	"evidence.levels":        {[]string{"fd.hierarchy"}, "8 CCR 9792.25.1"},
	"summary.missing":        {[]string{"fd.condition"}, "Labor Code 4610.6(e); 8 CCR 9792.10.6(d)"},
	"summary.no_date":        {[]string{"fd.record_facts"}, "Labor Code 4610.6(e)"},
	"summary.future":         {[]string{"fd.consistent"}, quality},
	"summary.injury_date":    {[]string{"fd.consistent", "fd.dates"}, quality},
	"summary.ur_date":        {[]string{"fd.consistent", "fd.dates"}, quality},
	"age.range":              {[]string{"fd.consistent"}, quality},
	"age.differs":            {[]string{"fd.consistent"}, quality},
	"age.birth":              {[]string{"fd.consistent"}, quality},
	"sex.mixed":              {[]string{"fd.consistent"}, quality},
	"documents.missing":      {[]string{"fd.documents"}, reg6},
	"documents.differ":       {[]string{"fd.documents"}, reg6},
	"documents.ur_only":      {[]string{"fd.not_ur_only"}, "8 CCR 9792.10.6(b)(2)"},
	"dates.missing":          {[]string{"fd.dates"}, practice},
	"dates.order":            {[]string{"fd.dates"}, practice},
	"dates.future":           {[]string{"fd.dates"}, practice},
	"dates.late":             {[]string{"fd.in_time"}, "Labor Code 4610.6(d)"},
	"qualifications.missing": {[]string{"fd.qualifications"}, lcName},
	"independence.missing":   {[]string{"fd.independence"}, "organization practice; Labor Code 139.5"},
	"reviewers.more":         {[]string{"fd.more_reviewers"}, "8 CCR 9792.10.6(c)"},
	"name.reviewer":          {[]string{"fd.no_name"}, lcName},
	"name.party":             {nil, publish},
	"name.person":            {nil, publish},
	"name.contact":           {[]string{"fd.no_name"}, lcName},
	"scope.words":            {[]string{"fd.mod_only"}, "Labor Code 4610.6(a)"},
	"plain.abbreviation":     {[]string{"fd.plain"}, "8 CCR 9792.10.6(b)(1)"},
	"plain.grade":            {[]string{"fd.plain"}, "8 CCR 9792.10.6(b)(1)"},
	"text.placeholder":       {nil, quality},
	"text.character":         {nil, quality},
	"text.unparsed":          {nil, quality},
	"served.organization":    {nil, practice},
	"served.date":            {[]string{"fd.appeal"}, "Labor Code 4610.6(h)"},
	"served.outcome":         {[]string{"fd.consistent"}, quality},
	"served.addressees":      {[]string{"fd.to"}, lcName},
	"pos.missing":            {[]string{"pos.who"}, "CCP 1013a"},
	"pos.who":                {[]string{"pos.who"}, "CCP 1013a"},
	"pos.where":              {[]string{"pos.where"}, "CCP 1013a(1)"},
	"pos.what":               {[]string{"pos.what"}, "CCP 1013a"},
	"pos.when":               {[]string{"pos.when"}, "CCP 1013a"},
	"pos.whom":               {[]string{"pos.whom"}, "CCP 1013a"},
	"pos.how":                {[]string{"pos.how"}, "CCP 1013a; 1013b"},
	"pos.oath":               {[]string{"pos.oath"}, "CCP 2015.5"},
}

// composed are the rows that are fixed text of the served letter, so that no determination can lack them.
var composed = map[string]string{
	"fd.binding": "the paragraph on whose determination it is and whom it binds",
	"fd.appeal":  "the part on the right to appeal",
}

// elsewhere are the groups of rows of other documents than the determination and its proof of service.
var elsewhere = map[string]string{
	"app": "the application", "ur": "the utilization review decision", "elig": "the request for eligibility information",
	"inel": "the eligibility denial", "noa": "the notice of assignment", "rec": "the list of records", "term": "the termination notice",
	"wd": "the withdrawal", "pet": "the petition",
}
