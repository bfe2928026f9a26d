-- 00004_desk: earlier states of the reviewer's text, and the time that a reviewer spent.
-- Additive; the program before it does not look at these tables. Neither refers to a row of cases, since those are taken
-- out and put back when they are made anew.

-- +goose Up

-- What was saved, revision by revision: every one of the last hour, then one a minute, after a day one in ten minutes.
-- source is the window that saved it.
create table draft_history (
    case_id  text    not null,
    reviewer text    not null,
    rev      integer not null,
    source   text    not null,
    body     text    not null,
    saved    integer not null,
    primary key (case_id, reviewer, rev)
) strict;

-- Seconds for which a window was looked at and used, by day of the office.
create table work_time (
    case_id text    not null,
    account text    not null,
    day     text    not null,
    source  text    not null,
    seconds integer not null,
    primary key (case_id, account, day, source)
) strict, without rowid;
