"""An event's programme: parts, rooms, days, planning rules."""
