-- 00002_records: the files of the record as they were read, and what readers put on their pages.
-- Additive; the program before it does not look at these tables. No row of them refers to one of cases, since those are
-- taken out and put back when they are made anew. All but mark, page_opened and case_file can be made
-- anew from the files.

-- +goose Up

-- Files by their content, whatever case they belong to. pages_read counts the rows of page_read.
create table file_opened (
    sha256     text collate "C" primary key,
    kind       text collate "C" not null,
    pages      integer          not null,
    pages_read integer          not null,
    problem    text collate "C" not null,
    opened     bigint           not null
);

-- Pages as they were read; the first result stays. sheet is the page without its words.
create table page_read (
    sha256     text collate "C" not null,
    page       integer          not null,
    sheet      bytea            not null,
    body       bytea            not null,
    primary key (sha256, page)
);

-- The numbers of the record: given once, when a file is opened, in the order in which the files came. file is the
-- place of the file in the case, from 0; first is 0 where it has no pages.
create table case_file (
    case_id    text collate "C" not null,
    file       integer          not null,
    first      integer          not null,
    pages      integer          not null,
    primary key (case_id, file)
);

-- The index of a case, and its duplicates before anything was corrected by hand, with what each was made of.
create table case_index (
    case_id    text collate "C" not null,
    part       text collate "C" not null,
    basis      text collate "C" not null,
    made       bigint           not null,
    body       bytea            not null,
    primary key (case_id, part)
);

-- Which server reads a case, and until when no other does.
create table case_reading (
    case_id    text collate "C" primary key,
    server     text collate "C" not null,
    until      bigint           not null
);

-- Bookmarks, highlights and notes.
create table mark (
    case_id    text collate "C" not null,
    id         text collate "C" not null,
    account    text collate "C" not null,
    shared     integer          not null,
    gone       integer          not null,
    body       text collate "C" not null,
    primary key (case_id, id)
);

-- Which pages a reader had before their eyes, and when for the first time.
create table page_opened (
    case_id    text collate "C" not null,
    account    text collate "C" not null,
    sha256     text collate "C" not null,
    page       integer          not null,
    at         bigint           not null,
    primary key (case_id, account, sha256, page)
);
