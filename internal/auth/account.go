package auth

import (
	"context"
	"time"

	"github.com/openimr/openimr/imr"
)

// A Role is what an account is for. It decides which pages and acts are open to it.
type Role string

// The roles.
const (
	Coordinator         Role = "coordinator" // intake and case coordinator
	Quality             Role = "quality"     // quality nurse
	MedicalDirector     Role = "medical_director"
	Reviewer            Role = "reviewer"
	InjuredWorker       Role = "injured_worker"
	Attorney            Role = "attorney"
	ClaimsAdministrator Role = "claims_administrator"
	RequestingPhysician Role = "requesting_physician"
	Administrator       Role = "administrator" // accounts and settings; no cases
)

// An Account is somebody who can log in.
type Account struct {
	ID          imr.UserID // unguessable is not asked for: "dana.kim"
	Role        Role
	Name        string
	Email       string
	Hash        string   // argon2id, in its encoded form
	LicensedIn  []string // of a reviewer
	Specialties []string // of a reviewer
	Disabled    bool
	Created     time.Time
}

// Accounts is where accounts are kept.
type Accounts interface {
	CreateAccount(ctx context.Context, a Account) error
	UpdateAccount(ctx context.Context, a Account) error
	Account(ctx context.Context, id imr.UserID) (Account, error) // imr.NotFound where there is none
	AccountsByRole(ctx context.Context, role Role) ([]Account, error)
}
