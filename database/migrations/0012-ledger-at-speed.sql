-- A million lines change state twice each within minutes. Neither change touches an indexed column, and every page of the
-- table keeps room for the new version beside the old: so no index is written (heap-only updates).

drop index notice_delivery_open;
create index notice_delivery_due on notice_delivery (case_id, wave, next_attempt_at, recipient_id);
alter table notice_delivery set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.5);

-- Written all at once and read at once: without this the planner knows the table empty and reads all of it every time.
create function measure_notices() returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze notice_delivery;
  analyze recipient;
end $$;
revoke all on function measure_notices() from public;
grant execute on function measure_notices() to tocsin_worker;
