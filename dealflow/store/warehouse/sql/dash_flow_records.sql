-- Which engagements went from one stage to another between $since and $until (to_stage empty: left the funnel there)?
with stay as (
    select
        i.engagement_id, i.stage, i.left_at,
        lead(i.stage) over (partition by i.engagement_id order by i.seq) as next_stage, e.is_open
    from stage_interval as i
    inner join charted_engagement($owner, $track, null, null) as e on e.engagement_id = i.engagement_id
)
select distinct engagement_id
from stay
where
    left_at is not null and stage = $from_stage
    and if($to_stage = '', next_stage is null and not is_open, next_stage = $to_stage)
    and ($since is null or korean_day(left_at) >= cast($since as date))
    and ($until is null or korean_day(left_at) <= cast($until as date))
order by engagement_id;
