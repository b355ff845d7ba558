-- How does the journal refuse to be changed? On SQLite: one trigger for each way to change it.
create trigger journal_no_update before update on journal
begin
    select raise(abort, 'the journal is append-only');
end;

create trigger journal_no_delete before delete on journal
begin
    select raise(abort, 'the journal is append-only');
end;

create trigger journal_no_replace before insert on journal
when exists (
    select 1 from journal as old
    where old.workspace = new.workspace
      and (old.position = new.position or (old.stream = new.stream and old.seq = new.seq))
)
begin
    select raise(abort, 'the journal is append-only');
end;
