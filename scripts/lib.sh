# Shared by the scripts beside this file: where things are, and how they report.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cache="${GALEN_CACHE:-$HOME/.cache/galen}"
# One target directory outside the checkout, so that a fresh clone reuses what was built.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"
# Where the wasm builder finds the lock file, since it looks upwards from the target directory.
export WASM_BUILD_WORKSPACE_HINT="$root"
# A blob of frame-benchmarking-cli's that measures proofs of storage, which no standalone chain has.
export SKIP_FRAME_STORAGE_ACCESS_TEST_RUNTIME_WASM_BUILD=1
galen="$CARGO_TARGET_DIR/release/galen"
parachain_spec="$CARGO_TARGET_DIR/release/galen-parachain-spec"

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

# What the lock file says, installed. npm writes the first file when it has done so.
install_js() {
	if [ ! "$root/node_modules/.package-lock.json" -nt "$root/package-lock.json" ]; then
		(cd "$root" && npm ci --silent)
	fi
}

# What is TypeScript, built.
build_js() {
	install_js
	(cd "$root" && npm run --silent build)
}

# Everything in the workspace, the node (at $galen) included. The whole workspace at once: another
# selection of packages would have other features, and build the dependencies again.
build_node() { # more arguments for cargo
	(cd "$root" && cargo build --release --locked --workspace "$@")
}
