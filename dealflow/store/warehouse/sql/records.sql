-- Which engagements make up the number that reached the stage at $place? Latest first.
select engagement_id
from chosen_advance($owner, $track, $stages, $investor_id, $region, $sector)
where
    from_place < $place and $place <= to_place
    and ($since is null or korean_day(if($cohort, opened_at, reached_at)) >= cast($since as date))
    and ($until is null or korean_day(if($cohort, opened_at, reached_at)) <= cast($until as date))
order by reached_at desc, engagement_id;
