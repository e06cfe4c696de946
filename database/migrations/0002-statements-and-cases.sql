-- What people say (stored before the workflow hears of it), whom they are, and what the register's facts come to:
-- tables for lists and checks that a rebuild from the register must equal.

create table organisation (
  organisation_id text        primary key check (organisation_id ~ '^[a-z][a-z0-9-]{1,39}$'),
  country         text        not null,
  zone            text        not null,
  authority       text        not null,
  role            text        not null,
  sector          text        not null,
  size            text        not null,
  policy          jsonb       not null,
  words           jsonb       not null,
  described_seq   integer     not null
);

create table person (
  organisation_id text        not null references organisation,
  person_id       text        not null,
  roles           text[]      not null,
  deputy          boolean     not null,
  locale          text        not null,
  words           jsonb       not null,
  ended_at        timestamptz,
  primary key (organisation_id, person_id)
);

create table processor (
  organisation_id text        not null references organisation,
  processor_id    text        not null,
  contract_hours  integer,
  same_group      boolean     not null,
  words           jsonb       not null,
  primary key (organisation_id, processor_id)
);

-- Numbers are given out once per year; drills count from 9001 (breach-<year>-9…).
create table case_number (
  year  integer not null,
  drill boolean not null,
  last  integer not null,
  primary key (year, drill)
);

create table statement (
  statement_id    text        primary key check (length(statement_id) between 1 and 200),
  position        bigint      generated always as identity,
  organisation_id text        not null,
  case_id         text,
  kind            text        not null,
  actor           text        not null,
  assurance       text        not null,
  said_at         timestamptz not null,
  body            jsonb       not null,
  words           jsonb       not null,
  corrects        integer,
  state           text        not null default 'waiting' check (state in ('waiting', 'accepted', 'refused')),
  outcome         jsonb,
  decided_at      timestamptz,
  recorded_at     timestamptz not null default now()
);
create index statement_waiting on statement (case_id, position) where state = 'waiting';
create index statement_of_case on statement (case_id, position);

create table breach_case (
  case_id         text        primary key check (case_id ~ '^breach-\d{4}-\d{4,6}$'),
  organisation_id text        not null,
  version         integer     not null,
  drill           boolean     not null,
  role            text        not null,
  stage           text        not null,
  risk            text,
  opened_at       timestamptz,
  aware_at        timestamptz,
  aware_status    text        not null,
  aware_precision text,
  closed_at       timestamptz,
  ended           boolean     not null
);

create table deadline (
  case_id text not null references breach_case,
  duty_id text not null,
  rule    text not null,
  state   text not null check (state in ('open', 'met', 'superseded', 'notRequired')),
  due_at  timestamptz,
  act_by  timestamptz,
  met_at  timestamptz,
  why     text not null,
  primary key (case_id, duty_id)
);
create index deadline_open on deadline (act_by) where state = 'open';

create table filing (
  case_id          text        not null references breach_case,
  authority        text        not null,
  seq              integer     not null,
  phase            text        not null,
  subtype          text        not null,
  submitted_at     timestamptz not null,
  registry_number  text        not null,
  status           text,
  without_approval boolean     not null,
  primary key (case_id, authority, seq)
);
create index filing_registry_number on filing (registry_number);

create table notice_wave (
  case_id      text    not null references breach_case,
  wave         integer not null,
  state        text    not null,
  people       integer not null,
  starts_at    timestamptz,
  started_at   timestamptz,
  completed_at timestamptz,
  counts       jsonb   not null,
  primary key (case_id, wave)
);

create table processor_hop (
  case_id        text    not null references breach_case,
  number         integer not null,
  processor_id   text    not null,
  detected_at    timestamptz,
  known_to_us_at timestamptz,
  noticed_at     timestamptz,
  contract_hours integer,
  primary key (case_id, number)
);

-- A reminder is claimed before it is sent and entered in the register after: a second sender finds the claim.
create table reminder (
  case_id     text        not null references breach_case,
  duty_id     text        not null,
  rung        text        not null,
  due_at      timestamptz not null,
  message_id  text        not null,
  claimed_by  text        not null,
  lease_until timestamptz not null,
  sent_at     timestamptz,
  primary key (case_id, duty_id, rung, due_at)
);
create index reminder_unsent on reminder (case_id) where sent_at is null;

grant select, insert, update on organisation, person, processor, case_number to tocsin_desk;
grant select on organisation, person, processor to tocsin_worker, tocsin_importer, tocsin_auditor;
grant select, insert, update on case_number to tocsin_worker;
grant select, insert, update on statement to tocsin_desk, tocsin_worker;
grant select on statement to tocsin_auditor;
grant select on breach_case, deadline, filing, notice_wave, processor_hop, reminder to tocsin_desk, tocsin_importer, tocsin_auditor;
grant select, insert, update, delete on breach_case, deadline, filing, notice_wave, processor_hop, reminder to tocsin_worker;
