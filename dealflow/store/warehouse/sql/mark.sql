-- How far has the journal been told?
select version, workspace, position, hash, ts from log.mark;
