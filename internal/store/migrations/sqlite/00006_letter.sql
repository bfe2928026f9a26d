-- 00006_letter: the letters that were served, so that one is found by its hash or its code.
-- Additive; the program before it does not look at this table. Filled here from the events; letters of before have no code.

-- +goose Up
create table case_letter (
    case_id text    not null,
    seq     integer not null, -- of the event that served it
    sha256  text    not null,
    code    text    not null, -- '' for none
    primary key (case_id, seq)
) strict, without rowid;
create index case_letter_sha256 on case_letter (sha256, case_id, seq);
create index case_letter_code on case_letter (code, case_id, seq);
insert into case_letter (case_id, seq, sha256, code)
select case_id, seq, json_extract(body, '$.data.letter'), '' from event where type in ('served', 'corrected');
