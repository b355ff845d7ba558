-- Which engagements that were opened between $since and $until ever stood at $stage? Those whose stays dash_stays counts there.
select distinct i.engagement_id
from stage_interval as i
semi join charted_engagement($owner, $track, $since, $until) as e on e.engagement_id = i.engagement_id
where i.stage = $stage
order by i.engagement_id;
