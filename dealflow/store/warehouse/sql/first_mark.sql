-- Begin before the first event.
insert into log.mark values ($version, $workspace, 0, '', null);
