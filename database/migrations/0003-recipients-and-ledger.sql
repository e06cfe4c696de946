-- The people to tell (Art. 34), sealed row by row, and the ledger of what became of every notice (R-9-2, R-9-14).
-- Only counts and hashes of these tables reach the register; the rows are erased when their retention ends.

create table recipient_import (
  import_id       uuid        primary key,
  organisation_id text        not null,
  case_id         text        not null,
  wave            integer     not null check (wave > 0),
  audience        text        not null check (audience in ('affected', 'possiblyAffected', 'notAffected')),
  recorded_at     timestamptz not null default now()
);
create index recipient_import_of_case on recipient_import (case_id, wave);

-- person_key: keyed hash of the canonical address; the key goes with the case, and with it the way back to a person.
create table recipient (
  recipient_id uuid    primary key,
  import_id    uuid    not null references recipient_import on delete cascade,
  person_key   text    not null,
  locale       text    not null,
  channel      text    not null default 'email' check (channel = 'email'),
  sealed       bytea   not null,
  constraint recipient_listed_once unique (import_id, person_key)
);

create sequence notice_fence;

-- Outlives the recipients: no address, no name, no reference back once their rows are gone.
create table notice_delivery (
  case_id         text        not null,
  wave            integer     not null,
  recipient_id    uuid        not null,
  person_key      text        not null,
  audience        text        not null,
  locale          text        not null,
  state           text        not null check (state in
    ('waiting', 'claimed', 'sent', 'refused', 'expired', 'suppressed', 'unknown-held')),
  attempt         integer     not null default 0,
  first_tried_at  timestamptz,
  next_attempt_at timestamptz not null,
  lease_until     timestamptz,
  fence           bigint,
  message_id      text        not null,
  sent_at         timestamptz,
  code            text,
  enhanced_code   text,
  primary key (case_id, wave, recipient_id),
  constraint notice_once_a_person unique (case_id, wave, person_key),
  constraint notice_claim_has_lease check ((state = 'claimed') = (lease_until is not null)),
  constraint notice_sent_has_time check ((state = 'sent') = (sent_at is not null))
);
create index notice_delivery_open on notice_delivery (case_id, wave, next_attempt_at)
  where state in ('waiting', 'claimed');
create index notice_delivery_of_person on notice_delivery (case_id, person_key);

grant select, insert, delete on recipient_import, recipient to tocsin_importer;
grant select on recipient_import, recipient to tocsin_desk;
grant select, delete on recipient_import, recipient to tocsin_worker;
grant select on recipient_import to tocsin_auditor;
grant select, insert, update on notice_delivery to tocsin_worker;
grant select on notice_delivery to tocsin_desk, tocsin_auditor;
grant usage on sequence notice_fence to tocsin_worker;
