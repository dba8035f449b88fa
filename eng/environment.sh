# Sourced by ./run, ./headrace and .ci/run, from the repository's root: how the tools behave, and how a step is shown.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
# No build server, no reused node: nothing of a build is left running when it ends.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
# Minimal images have no HOME; NuGet and the SDK want one.
export HOME="${HOME:-/root}"

say() { echo "headrace: $*" >&2; }

# step NAME COMMAND...: says the name, runs the command quietly, shows its output when it fails.
step() {
  local name=$1 log code=0
  shift
  say "$name …"
  log=$(mktemp)
  "$@" </dev/null >"$log" 2>&1 || code=$?
  if [ "$code" -ne 0 ]; then
    cat "$log" >&2
    say "$name failed (code $code)"
  fi
  rm -f "$log"
  return "$code"
}

# retry COMMAND...: up to three times, for what goes over the network.
retry() {
  local attempt
  for attempt in 1 2; do
    "$@" && return 0
    sleep $((attempt * 3))
  done
  "$@"
}
