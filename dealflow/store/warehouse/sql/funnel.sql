-- How many engagements reached each stage of a track, how many of them stand there now, and how long did they stay?
-- cohort: those opened between $since and $until; period: whatever they reached, or entered, between the two.
with step as (
    select unnest($stages) as stage, unnest(range(1, len($stages) + 1)) as place
),
stay as (
    select * from chosen_stay($owner, $track, $stages, $investor_id, $region, $sector)
),
advance as (
    select *
    from chosen_advance($owner, $track, $stages, $investor_id, $region, $sector)
    where
        ($since is null or korean_day(if($cohort, opened_at, reached_at)) >= cast($since as date))
        and ($until is null or korean_day(if($cohort, opened_at, reached_at)) <= cast($until as date))
),
reached as (
    select s.place, count(*) as reached, count(n.engagement_id) as now_here
    from step as s
    inner join advance as a on a.from_place < s.place and s.place <= a.to_place
    left join stay as n on n.engagement_id = a.engagement_id and n.place = s.place and n.left_at is null
    group by s.place
),
lasted as (
    select
        place, median(days) as median_days, quantile_cont(days, 0.9) as p90_days
    from (
        select place, greatest(0, coalesce(korean_day(left_at), cast($on as date)) - korean_day(entered_at)) as days
        from stay
        where
            ($since is null or korean_day(if($cohort, opened_at, entered_at)) >= cast($since as date))
            and ($until is null or korean_day(if($cohort, opened_at, entered_at)) <= cast($until as date))
    )
    group by place
)
select
    s.stage, coalesce(r.reached, 0) as reached, coalesce(r.now_here, 0) as now_here,
    cast(l.median_days as double) as median_days, cast(l.p90_days as double) as p90_days
from step as s
left join reached as r on r.place = s.place
left join lasted as l on l.place = s.place
order by s.place;
