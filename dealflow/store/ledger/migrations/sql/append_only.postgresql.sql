-- How does the journal refuse to be changed? On PostgreSQL: one function for every way to change it.
create function journal_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only' using errcode = 'integrity_constraint_violation';
end;
$$;

create trigger journal_no_change before update or delete on journal
for each row execute function journal_is_append_only();

create trigger journal_no_truncate before truncate on journal
for each statement execute function journal_is_append_only();
