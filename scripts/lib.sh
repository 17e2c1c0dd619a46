# Shared by the scripts beside this file: where things are, and how they report.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cache="${GALEN_CACHE:-$HOME/.cache/galen}"
# One target directory outside the checkout, so that a fresh clone reuses what was built.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"
galen="$CARGO_TARGET_DIR/release/galen"

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

# Prints the comment at the head of the calling script, without its shebang.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0" | sed '/^set -/d'; }

# Environment that `scripts/setup` has decided on (which Rust builds the runtime, which Node.js).
load_env() {
	# shellcheck disable=SC1091
	[ -f "$cache/env" ] && . "$cache/env"
	return 0
}
