-- How fast the people of a wave are told, and why a mailing stands still: kept here and not in a process, so that several
-- workers keep one limit between them and a crash forgets nothing.

-- slot_at: the place reserved within the limit of the person's domain. put_off: times a server said "slower".
alter table notice_delivery add column slot_at timestamptz;
alter table notice_delivery add column put_off smallint not null default 0;
create index notice_delivery_reserved on notice_delivery (case_id, wave) where slot_at is not null;

-- domain: '*' for the wave as a whole, else a domain somebody named in a limit. limit_seq: the entry that set the limit.
create table notice_allowance (
  case_id   text        not null,
  wave      integer     not null,
  domain    text        not null,
  limit_seq integer     not null,
  next_at   timestamptz,
  primary key (case_id, wave, domain)
);

create table notice_halt (
  case_id text        not null,
  wave    integer     not null,
  reason  text        not null,
  code    text,
  since   timestamptz not null,
  said_at timestamptz,
  primary key (case_id, wave)
);

-- A mail server that will not have us is asked once a minute, by one worker, with one message.
create table mail_server_rest (
  server      text        primary key check (server in ('real', 'drill')),
  reason      text        not null,
  code        text,
  next_try_at timestamptz not null
);

grant select, insert, update, delete on notice_allowance, notice_halt, mail_server_rest to tocsin_worker;
grant select on notice_allowance, notice_halt, mail_server_rest to tocsin_desk, tocsin_auditor;
