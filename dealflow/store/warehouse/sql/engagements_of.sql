-- How do these engagements stand?
select * from engagement where engagement_id in (select unnest($ids)) order by engagement_id;
