package auth

import "github.com/openimr/openimr/imr"

// Roles lists every role, those of the organization first.
var Roles = []Role{Coordinator, Quality, MedicalDirector, Reviewer, Administrator,
	InjuredWorker, Attorney, ClaimsAdministrator, RequestingPhysician}

var roleNames = map[Role]string{
	Coordinator: "case coordinator", Quality: "quality nurse", MedicalDirector: "medical director", Reviewer: "reviewer",
	Administrator: "administrator", InjuredWorker: "injured worker", Attorney: "attorney",
	ClaimsAdministrator: "claims administrator", RequestingPhysician: "requesting physician",
}

// RoleName returns the role in plain words, "" for one that is not known.
func RoleName(r Role) string { return roleNames[r] }

// Known says that r is one of the roles.
func (r Role) Known() bool { return roleNames[r] != "" }

// Outside says that somebody of this role does not belong to the organization. An unknown role is outside.
func (r Role) Outside() bool {
	switch r {
	case Coordinator, Quality, MedicalDirector, Reviewer, Administrator:
		return false
	}
	return true
}

// Staff says that the role works on any case: a case can belong to somebody of it.
func (r Role) Staff() bool { return r == Coordinator || r == Quality || r == MedicalDirector }

// FactsOf tells the facts of an account and a case.
func FactsOf(a Account, c imr.Case) Facts {
	f := Facts{Served: c.Facts.Served.Seq > 0}
	if a.ID == "" {
		return f
	}
	if a.Role.Outside() {
		for _, p := range c.Parties {
			if p.Account == a.ID {
				f.Party = true
			}
		}
	}
	f.Reviewer = a.Role == Reviewer && c.Reviewer != nil && c.Reviewer.ID == a.ID
	audit := c.Quality.Audit
	f.Auditor = a.Role == Reviewer && !f.Reviewer && audit != nil && !audit.Done() && audit.Auditor != nil && audit.Auditor.ID == a.ID
	return f
}
