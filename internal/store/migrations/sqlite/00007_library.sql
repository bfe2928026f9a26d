-- 00007_library: published determinations, and the text blocks of reviewers.

-- +goose Up
create table published (
    seq     integer primary key autoincrement,
    number  text    not null unique,
    decided text    not null,
    body    text    not null
) strict;

create table published_item (
    seq     integer not null references published (seq),
    item    integer not null,
    request text    not null,
    primary key (seq, item)
) strict, without rowid;

create table text_block (
    account text    not null,
    name    text    not null,
    body    text    not null,
    changed integer not null,
    primary key (account, name)
) strict, without rowid;
