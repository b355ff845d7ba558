-- How do these engagements stand?
select * from log.engagement where engagement_id in (select unnest($ids)) order by engagement_id;
