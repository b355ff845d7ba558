-- Make room for engagements that are about to be written anew.
delete from log.engagement where engagement_id in (select unnest($ids));
