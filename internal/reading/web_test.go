package reading_test

import (
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/web"
)

// The pages take their records from the desk.
var _ web.Records = (*reading.Desk)(nil)
