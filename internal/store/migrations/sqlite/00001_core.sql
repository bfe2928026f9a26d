-- 00001_core: the events of every case, the tables that people query, and what belongs to the accounts.
-- First release. Instants are milliseconds since 1970 in UTC; days are texts of the form YYYY-MM-DD, '' where unknown.

-- +goose Up

-- The record. A row is never changed or removed. leaf is the place in the tree over all events, from 0, without gaps;
-- hash is the chain within the case; nodes are the hashes of the tree that the event completes.
create table event (
    leaf     integer primary key,
    case_id  text    not null,
    seq      integer not null,
    type     text    not null,
    at       integer not null,
    recorded integer not null,
    body     text    not null,
    hash     blob    not null,
    nodes    blob    not null,
    unique (case_id, seq)
) strict;

-- The right edge of that tree, from which it grows.
create table audit_head (
    id   integer primary key check (id = 1),
    size integer not null,
    edge blob    not null
) strict;
insert into audit_head (id, size, edge) values (1, 0, x'');

-- Signed roots of the tree.
create table checkpoint (
    size integer primary key,
    at   integer not null,
    note text    not null
) strict;

-- One row a case, as the work queue shows it; a function of its events, the rules and the time rowed_at. due_at is
-- 9223372036854775807 where nothing is due, so that it sorts last.
create table cases (
    id         text    primary key,
    programme  text    not null,
    version    integer not null,
    head       blob    not null,
    rowed_at   integer not null,
    worker     text    not null,
    worker_key text    not null,
    claim      text    not null,
    request    text    not null,
    items      integer not null,
    state      text    not null,
    is_open    integer not null,
    priority   text    not null,
    owner      text    not null,
    owner_name text    not null,
    reviewer   text    not null,
    next_step  text    not null,
    owes       text    not null,
    due_rule   text    not null,
    due        text    not null,
    due_at     integer not null,
    received   text    not null,
    changed    integer not null
) strict;
-- The last columns of an index are those that a filter asks for, so that a case which it does not let through is
-- passed over without looking at its row.
create index cases_open_due on cases (is_open, due_at, id, state, owner, priority);
create index cases_due on cases (due_at, id);
create index cases_state on cases (state, due_at, id);
create index cases_owner on cases (owner, is_open, due_at, id, state);
create index cases_owner_name on cases (owner_name, due_at, id, is_open);
create index cases_worker on cases (worker_key, id, is_open);
create index cases_received on cases (received, id, is_open);
create index cases_reviewer on cases (reviewer, due_at, id) where reviewer <> '';

-- The accounts of parties that may see a case.
create table case_party (
    account text not null,
    case_id text not null references cases (id),
    primary key (account, case_id)
) strict, without rowid;

-- The words by which a case is found, and their ends after a dash or the like.
create table case_word (
    word    text not null,
    case_id text not null references cases (id),
    primary key (word, case_id)
) strict, without rowid;
create index case_word_case on case_word (case_id, word);

-- The last case number given in a year.
create table case_number (
    year integer primary key,
    last integer not null
) strict;

-- Requests that were answered, by their key, so that the same one twice is recorded once.
create table request_key (
    name      text    primary key,
    case_id   text    not null,
    first_seq integer not null,
    last_seq  integer not null,
    digest    blob    not null,
    at        integer not null
) strict, without rowid;
create index request_key_at on request_key (at);

create table account (
    id          text    primary key,
    role        text    not null,
    name        text    not null,
    email       text    not null,
    hash        text    not null,
    licensed_in text    not null,
    specialties text    not null,
    disabled    integer not null,
    created     integer not null
) strict, without rowid;
create index account_role on account (role, id);

create table session (
    token   text    primary key,
    data    blob    not null,
    expires integer not null
) strict, without rowid;
create index session_expires on session (expires);

-- The reviewer's text as it is typed.
create table draft_text (
    case_id  text    not null,
    reviewer text    not null,
    rev      integer not null,
    body     text    not null,
    saved    integer not null,
    primary key (case_id, reviewer)
) strict, without rowid;

-- A guard against mistakes: the record is never changed.
-- +goose StatementBegin
create trigger event_stays before update on event begin
    select raise(abort, 'an event is never changed');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger event_remains before delete on event begin
    select raise(abort, 'an event is never removed');
end;
-- +goose StatementEnd
