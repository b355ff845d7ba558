-- Make room for stays that are about to be written anew.
delete from stage_interval where engagement_id in (select unnest($ids));
