-- The register (Art. 33(5)), what is sealed beside it (words, documents), and the keys that open them.
-- The register holds no words: a destroyed key makes words unreadable, and the chain still verifies.

alter default privileges revoke execute on functions from public;

create function refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'Cannot % table %: it is append-only', lower(tg_op), tg_table_name using errcode = 'restrict_violation';
end
$$;

-- hash = sha256(prev_hash || body_hash); body_hash covers every other column (database/chain.ts).
create table register_entry (
  organisation_id text        not null check (organisation_id <> ''),
  seq             integer     not null check (seq > 0),
  case_id         text        check (case_id <> ''),
  at              timestamptz(3) not null,
  actor           text        not null check (actor <> ''),
  assurance       text        not null check (assurance in ('claimed', 'osUser', 'temporalUi', 'login', 'engine')),
  kind            text        not null check (kind <> ''),
  statement_id    text        check (statement_id <> ''),
  body            text        not null,
  body_hash       bytea       not null check (length(body_hash) = 32),
  prev_hash       bytea       not null check (length(prev_hash) = 32),
  hash            bytea       not null,
  recorded_at     timestamptz(3) not null,
  primary key (organisation_id, seq),
  constraint register_entry_said_once unique (statement_id),
  constraint register_entry_no_fork unique (organisation_id, prev_hash),
  constraint register_entry_linked check (hash = sha256(prev_hash || body_hash))
);
create index register_entry_of_case on register_entry (case_id, seq) where case_id is not null;

create table narrative (
  narrative_id    uuid        primary key,
  organisation_id text        not null,
  case_id         text,
  scope           text        not null,
  sealed          bytea       not null,
  recorded_at     timestamptz not null default now()
);
create index narrative_of_scope on narrative (scope);

create table document (
  document_id     uuid        primary key,
  organisation_id text        not null,
  case_id         text,
  scope           text        not null,
  media_type      text        not null,
  sealed_name     bytea       not null,
  sha256          bytea       not null check (length(sha256) = 32),
  byte_count      integer     not null check (byte_count >= 0),
  sealed          bytea       not null,
  recorded_at     timestamptz not null default now()
);
alter table document alter column sealed set storage external;
create index document_of_scope on document (scope);

-- A row trigger alone misses truncate, a statement trigger alone misses a replication apply: both, and always.
create trigger append_only_rows before update or delete on register_entry for each row execute function refuse_change();
create trigger append_only before update or delete or truncate on register_entry for each statement execute function refuse_change();
create trigger append_only_rows before update or delete on narrative for each row execute function refuse_change();
create trigger append_only before update or delete or truncate on narrative for each statement execute function refuse_change();
create trigger append_only_rows before update or delete on document for each row execute function refuse_change();
create trigger append_only before update or delete or truncate on document for each statement execute function refuse_change();
alter table register_entry enable always trigger append_only_rows, enable always trigger append_only;
alter table narrative enable always trigger append_only_rows, enable always trigger append_only;
alter table document enable always trigger append_only_rows, enable always trigger append_only;

-- A schema of its own, so that keys can have a backup of their own that is kept for a short time only.
create schema keys;

create table keys.case_key (
  scope         text        primary key,
  master_key_id text        not null,
  wrapped       bytea,
  created_at    timestamptz not null default now(),
  destroyed_at  timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
)
-- The overwritten key leaves the table's pages as soon as vacuum may.
with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);

create function keys.refuse_revival() returns trigger
  language plpgsql set search_path = pg_catalog as $$
begin
  if old.wrapped is null or new.scope <> old.scope then
    raise exception 'Cannot change a destroyed key' using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger stays_destroyed before update on keys.case_key for each row execute function keys.refuse_revival();
create trigger never_deleted_rows before delete on keys.case_key for each row execute function refuse_change();
create trigger never_deleted before delete or truncate on keys.case_key for each statement execute function refuse_change();
alter table keys.case_key enable always trigger stays_destroyed, enable always trigger never_deleted_rows,
  enable always trigger never_deleted;

grant select on applied_migration to tocsin_desk, tocsin_worker, tocsin_importer, tocsin_auditor;
grant select, insert on register_entry, narrative, document to tocsin_desk, tocsin_worker;
grant select on register_entry, narrative, document to tocsin_auditor;
grant usage on schema keys to tocsin_desk, tocsin_worker, tocsin_importer, tocsin_auditor;
grant select, insert on keys.case_key to tocsin_desk, tocsin_worker, tocsin_importer;
grant select on keys.case_key to tocsin_auditor;
grant update (master_key_id, wrapped, destroyed_at) on keys.case_key to tocsin_worker;
