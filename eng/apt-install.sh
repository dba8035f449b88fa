#!/usr/bin/env bash
# apt-install.sh PACKAGE...: installs Debian packages when that is possible; else one sentence says what to install. Empty names are ignored.
set -euo pipefail
cd "$(dirname "$0")/.."
. eng/environment.sh

packages=()
for name in "$@"; do
  [ -z "$name" ] || packages+=("$name")
done
[ ${#packages[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  say "please install: ${packages[*]} (Debian: sudo apt-get install ${packages[*]})"
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y -q --no-install-recommends "${packages[@]}"; }

# A machine whose package lists are current needs no update.
say "installing ${packages[*]} …"
install </dev/null >/dev/null 2>&1 || {
  step "package lists" retry apt-get update -q
  step "packages" retry install
}
