// Package clock computes statutory time: when something must be done at the latest, and why then.
//
// A Rule is one row of a programme's table of clocks: after which event, who must do what, within how many days,
// hours or months, on which calendar, by which section of law. A Table holds the rows and finds the one that was in
// force when a time started. Rule.Due counts in one order and never another: the start (a proved receipt in place of a
// presumed one), the base period, the extension for the way of service, the roll to an open day. Each of these
// says itself as a Step, with the section that it rests on, so that a due date can be checked by hand.
//
// Calendars differ by purpose. A last day under the Code of Civil Procedure rolls over court holidays, one before
// the Appeals Board over days on which its offices are closed, and the business days of utilization review are
// "normal business days" since 2020-01-01 and days that Government Code 6700 does not name before; each day is judged
// by the text of that day. Holidays are computed for any year; days that a Governor or President appoints are
// Closures, entered by hand.
//
// Readings, decided here where the texts leave room:
//   - A rule's own last day that is not moved (roll "no") stays on a Saturday or Sunday; Due.Plan is the working day
//     before it.
//   - A month is counted to the same day number, or to the last day of a month that has no such day (New York General
//     Construction Law 30 says so; for California it is read likewise). The federal external review goes to the first
//     of the next month instead, by its own text.
//   - Of an event of which only the day is known, hours are counted from the first minute of that day: the earlier
//     and so the safe reading.
//   - A request for authorization is moved to the next business day by the hour of 17:30 only where it came by fax;
//     the text does not speak of e-mail.
//   - Federal offices are closed on the days of 5 USC 6103; Inauguration Day, which is kept around the capital only,
//     is left out.
//   - A filing with the Texas Division ends at 17:00, the end of its business hours (28 TAC 102.3(e)).
//
// Everything here is a function of values: no clock on the wall, no zone of the machine.
package clock
