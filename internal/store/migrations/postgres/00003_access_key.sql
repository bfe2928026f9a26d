-- 00003_access_key: keys with which programs act for an account.

-- +goose Up
create table access_key (
    hash    text    primary key,
    account text    not null,
    name    text    not null,
    made    bigint  not null
);
create index access_key_account on access_key (account, made, hash);
