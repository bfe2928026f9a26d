package web

// Routes lists the routes of the application for tests.
func Routes() []Route { return (&server{}).routes() }
