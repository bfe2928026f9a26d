// Package web is the web application: pages made on the server that work without scripts and better with them.
//
// A request passes the gates (server.go): number, log, recovery, security headers, the check against other sites, a
// limit on its size. Then it meets its Route. Every route names an Action of package auth; unless it is open to
// everybody, the visitor must be logged in and the table of permissions must allow the action, with the facts of the
// case when the route is about one. Who may not even see a case is told that it does not exist. What a handler gets
// is a Visit: who asks, when, and the case as that person may see it.
//
// Pages are written with templ into a buffer and sent whole, so an error half-way is an error page and never half a
// page. No GET changes anything; every form that does carries a key, so that sending it twice is sending it once. The
// one exception is a demonstration link (login.go), which logs in on GET and exists only where the operator asks for it.
//
// Scripts are small modules of our own in static/, style is a few sheets joined into one: no framework, no bundler,
// nothing from another server, and no inline script or style, so the policy needs no exception. Keys, rows that come as
// one scrolls and filters that work at once are what a script adds; with it switched off, links and buttons do the same.
// If a session ends while somebody types, what they typed goes along through the log-in (resume.go).
//
// The package knows the store only by the interfaces in store.go; cmd/openimr joins them.
package web
