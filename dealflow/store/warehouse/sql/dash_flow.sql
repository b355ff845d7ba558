-- From which stage to which did engagements go between $since and $until, and how many left the funnel from a stage?
-- A stay that no next one follows, of an engagement that was declined or withdrawn, leads nowhere: to_stage is empty.
with stay as (
    select
        i.engagement_id, i.stage, i.left_at,
        lead(i.stage) over (partition by i.engagement_id order by i.seq) as next_stage, e.is_open
    from stage_interval as i
    inner join charted_engagement($owner, $track, null, null) as e on e.engagement_id = i.engagement_id
)
select stage as from_stage, coalesce(next_stage, '') as to_stage, count(distinct engagement_id) as engagements
from stay
where
    left_at is not null and (next_stage <> stage or (next_stage is null and not is_open))
    and list_contains($stages, stage)
    and ($since is null or korean_day(left_at) >= cast($since as date))
    and ($until is null or korean_day(left_at) <= cast($until as date))
group by from_stage, to_stage
order by list_position($stages, from_stage), list_position($stages, to_stage);
