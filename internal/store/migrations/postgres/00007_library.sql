-- 00007_library: published determinations, and the text blocks of reviewers.

-- +goose Up
create table published (
    seq     bigint generated always as identity primary key,
    number  text collate "C" not null unique,
    decided text collate "C" not null,
    body    text collate "C" not null
);

create table published_item (
    seq     bigint  not null references published (seq),
    item    integer not null,
    request text collate "C" not null,
    primary key (seq, item)
);

create table text_block (
    account text collate "C" not null,
    name    text collate "C" not null,
    body    text collate "C" not null,
    changed bigint  not null,
    primary key (account, name)
);
