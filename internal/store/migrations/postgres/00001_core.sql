-- 00001_core: the events of every case, the tables that people query, and what belongs to the accounts.
-- First release. Instants are milliseconds since 1970 in UTC; days are texts of the form YYYY-MM-DD, '' where unknown.

-- +goose Up

-- The record. A row is never changed or removed. leaf is the place in the tree over all events, from 0, without gaps;
-- hash is the chain within the case; nodes are the hashes of the tree that the event completes.
create table event (
    leaf     bigint           primary key,
    case_id  text collate "C" not null,
    seq      integer          not null,
    type     text collate "C" not null,
    at       bigint           not null,
    recorded bigint           not null,
    body     text collate "C" not null,
    hash     bytea            not null,
    nodes    bytea            not null,
    unique (case_id, seq)
);

-- The right edge of that tree, from which it grows.
create table audit_head (
    id   integer primary key check (id = 1),
    size bigint  not null,
    edge bytea   not null
);
insert into audit_head (id, size, edge) values (1, 0, '');

-- Signed roots of the tree.
create table checkpoint (
    size bigint           primary key,
    at   bigint           not null,
    note text collate "C" not null
);

-- One row a case, as the work queue shows it; a function of its events, the rules and the time rowed_at. due_at is
-- 9223372036854775807 where nothing is due, so that it sorts last.
create table cases (
    id         text collate "C" primary key,
    programme  text collate "C" not null,
    version    integer          not null,
    head       bytea            not null,
    rowed_at   bigint           not null,
    worker     text collate "C" not null,
    worker_key text collate "C" not null,
    claim      text collate "C" not null,
    request    text collate "C" not null,
    items      integer          not null,
    state      text collate "C" not null,
    is_open    integer          not null,
    priority   text collate "C" not null,
    owner      text collate "C" not null,
    owner_name text collate "C" not null,
    reviewer   text collate "C" not null,
    next_step  text collate "C" not null,
    owes       text collate "C" not null,
    due_rule   text collate "C" not null,
    due        text collate "C" not null,
    due_at     bigint           not null,
    received   text collate "C" not null,
    changed    bigint           not null
);
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
    account text collate "C" not null,
    case_id text collate "C" not null references cases (id),
    primary key (account, case_id)
);

-- The words by which a case is found, and their ends after a dash or the like.
create table case_word (
    word    text collate "C" not null,
    case_id text collate "C" not null references cases (id),
    primary key (word, case_id)
);
create index case_word_case on case_word (case_id, word);

-- The last case number given in a year.
create table case_number (
    year integer primary key,
    last integer not null
);

-- Requests that were answered, by their key, so that the same one twice is recorded once.
create table request_key (
    name      text collate "C" primary key,
    case_id   text collate "C" not null,
    first_seq integer          not null,
    last_seq  integer          not null,
    digest    bytea            not null,
    at        bigint           not null
);
create index request_key_at on request_key (at);

create table account (
    id          text collate "C" primary key,
    role        text collate "C" not null,
    name        text collate "C" not null,
    email       text collate "C" not null,
    hash        text collate "C" not null,
    licensed_in text collate "C" not null,
    specialties text collate "C" not null,
    disabled    integer          not null,
    created     bigint           not null
);
create index account_role on account (role, id);

create table session (
    token   text collate "C" primary key,
    data    bytea            not null,
    expires bigint           not null
);
create index session_expires on session (expires);

-- The reviewer's text as it is typed.
create table draft_text (
    case_id  text collate "C" not null,
    reviewer text collate "C" not null,
    rev      integer          not null,
    body     text collate "C" not null,
    saved    bigint           not null,
    primary key (case_id, reviewer)
);

-- A guard against mistakes: the record is never changed.
-- +goose StatementBegin
create function event_stays() returns trigger language plpgsql as $$
begin
    raise exception 'an event is never changed or removed';
end
$$;
-- +goose StatementEnd
create trigger event_stays before update or delete on event for each row execute function event_stays();
