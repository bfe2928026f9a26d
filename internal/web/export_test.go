package web

import "time"

// Routes lists the routes of the application for tests.
func Routes() []Route { return (&server{}).routes() }

// Nothing waits for events in tests.
func init() { eventLife = 20 * time.Millisecond }
