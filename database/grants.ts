import type pg from 'pg';

/**
 * Every right that somebody else than the owner has on our schemas, tables, columns, sequences and functions, one
 * readable line each, sorted: `tocsin_worker: insert, select on table register_entry`.
 *
 * The list the project keeps is `database/grants.json`; a difference means a migration opened more than was reviewed.
 */
export async function grantsOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `with ours as (select oid, nspname from pg_namespace where nspname in ('public', 'keys')),
          thing (name, owner, acl) as (
            select 'schema ' || nspname, nspowner, coalesce(nspacl, acldefault('n', nspowner))
              from pg_namespace where nspname in ('public', 'keys')
            union all
            select case relkind when 'S' then 'sequence ' when 'v' then 'view ' else 'table ' end || pg_class.oid::regclass,
                   relowner, coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
              from pg_class join ours on ours.oid = relnamespace where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            union all
            select 'column ' || attrelid::regclass || '.' || attname, relowner, attacl
              from pg_attribute join pg_class on pg_class.oid = attrelid join ours on ours.oid = relnamespace
             where attacl is not null
            union all
            select 'function ' || pg_proc.oid::regprocedure, proowner, coalesce(proacl, acldefault('f', proowner))
              from pg_proc join ours on ours.oid = pronamespace)
     select coalesce(rolname, 'public') || ': '
              || string_agg(lower(privilege_type) || case when is_grantable then ' (and may grant it)' else '' end, ', ' order by privilege_type)
              || ' on ' || name as line
       from thing cross join lateral aclexplode(acl) left join pg_roles on pg_roles.oid = grantee
      where grantee <> owner
      group by rolname, name`,
  );
  return rows.map(({ line }) => line).sort();
}
