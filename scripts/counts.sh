# Sourced by ./verify: sums what the test runners themselves report.
# shellcheck shell=bash

# Reports of an earlier run must not be counted.
forget_reports() {
  rm -rf ./*/target/surefire-reports ./*/target/failsafe-reports "$1"/*.log
}

# attribute <name>: the sum of a number over the <testsuite> elements on stdin.
attribute() {
  { grep -o " $1=\"[0-9]*\"" || true; } | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

# Maven's runners write a file for each class.
maven_suites() {
  find . -name node_modules -prune -o -path '*/target/*-reports/TEST-*.xml' -print0 |
    xargs -0 -r grep -h '<testsuite '
}

# vitest_lines <log>...: its closing lines, "Tests  1 failed | 2 passed (3)", without colours.
vitest_lines() {
  cat "$@" | sed 's/\x1b\[[0-9;]*m//g' | grep -E '^ *Tests  '
}

# vitest <word> <log>...: the sum of a count over those lines.
vitest() {
  local word=$1
  shift
  { vitest_lines "$@" | grep -oE "[0-9]+ $word" || true; } | awk '{ sum += $1 } END { print sum + 0 }'
}

# Sets passed, failures and skipped_note; a runner of which there is no report counts as failed.
count_reports() {
  local suites tests skipped stage
  suites=$(maven_suites || true)
  tests=$(attribute tests <<<"$suites")
  failures=$(($(attribute failures <<<"$suites") + $(attribute errors <<<"$suites")))
  skipped=$(attribute skipped <<<"$suites")
  passed=$((tests - failures - skipped + $(vitest passed "$1"/*.log)))
  failures=$((failures + $(vitest failed "$1"/*.log)))
  skipped=$((skipped + $(vitest skipped "$1"/*.log)))
  skipped_note=
  if ((skipped > 0)); then skipped_note=", $skipped skipped"; fi
  ((tests > 0)) || failed+=("no report of Maven's tests")
  for stage in build end-to-end lab; do
    [[ -e $1/$stage.log && -n $(vitest_lines "$1/$stage.log") ]] || failed+=("no report of Vitest in $stage")
  done
}
