-- One line a machine can read at the end of wrk's report: requests, microseconds, failures, median in microseconds.
done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("\n@@ %d %d %d %d\n", summary.requests, summary.duration, failed, latency:percentile(50)))
end
