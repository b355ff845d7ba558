-- Keep how far the journal has been told. An update, so that two tellers of the same events conflict.
update log.mark set position = $position, hash = $hash, ts = $ts;
