#!/usr/bin/env bash
# prepare.sh: everything between a clean clone and a running `headrace`: system packages, native libraries, the published programs.
set -euo pipefail
cd "$(dirname "$0")/.."
. eng/environment.sh

command -v dotnet >/dev/null || { say "the .NET SDK $(sed -nE 's/.*"version": "([^"]+)".*/\1/p' global.json) is needed: https://dot.net/download"; exit 1; }

# What the engine and the built-in functions take from the system. Without bubblewrap functions run without a file system of their own;
# without libsqlite3 an older, bundled SQLite is used.
bash eng/apt-install.sh \
  "$(command -v bwrap >/dev/null || echo bubblewrap)" \
  "$(compgen -G '/usr/lib*/*/libsqlite3.so.0' >/dev/null || echo libsqlite3-0)" \
  "$(compgen -G '/usr/lib*/*/libturbojpeg.so.0' >/dev/null || echo libturbojpeg0)" ||
  say "going on without"

if [ -f eng/fetch-native.sh ]; then
  step "native libraries" retry bash eng/fetch-native.sh
fi

step "restore" retry dotnet restore src/Headrace.Cli --locked-mode -v q
# Published beside, then moved: an engine that is running keeps the files it has opened.
rm -rf artifacts/cli.next
step "build" dotnet publish src/Headrace.Cli -c Release --no-restore -o artifacts/cli.next -v q -nologo
if [ -f eng/publish-bootstrap.sh ]; then
  step "built-in functions" bash eng/publish-bootstrap.sh
fi

touch artifacts/cli.next/.built
rm -rf artifacts/cli
mv artifacts/cli.next artifacts/cli
