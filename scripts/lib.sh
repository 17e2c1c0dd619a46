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

# Whether something answers JSON-RPC at a port.
answers() { # port
	curl -sf -m 2 -H 'content-type: application/json' \
		-d '{"jsonrpc":"2.0","id":1,"method":"system_chain","params":[]}' \
		"http://127.0.0.1:$1" >/dev/null
}

# Waits until it does, as long as a process runs.
wait_for_answer() { # port, process, seconds
	local _
	for _ in $(seq $(($3 * 4))); do
		kill -0 "$2" 2>/dev/null || return 1
		if answers "$1"; then return 0; fi
		sleep 0.25
	done
	return 1
}

# The specification of the parachain's development chain. chopsticks reads its first time from there; a
# collator without a relay chain has one of its own, two hours ago.
write_parachain_spec() { # file
	local clock=()
	[ -n "${GALEN_COLLATOR:-}" ] || clock=(--clock "$(date +%s)000")
	"$parachain_spec" preset development ${clock[@]+"${clock[@]}"} --output "$1"
}

# Becomes a chain that executes the parachain runtime, without a relay chain: chopsticks, which makes
# a block of the transactions that there are, or the collator in GALEN_COLLATOR.
start_parachain() { # specification, folder, port
	if [ -n "${GALEN_COLLATOR:-}" ]; then
		exec "$GALEN_COLLATOR" --chain "$1" --dev-block-time 2000 --base-path "$2" --rpc-port "$3" \
			--port 0 --no-prometheus --no-telemetry --no-mdns --no-hardware-benchmarks
	fi
	exec node "$root/node_modules/@acala-network/chopsticks/chopsticks.cjs" --chain-spec "$1" \
		--port "$3" --build-block-mode Batch
}

# Runs a long build with its output in a log, and says each minute how far it is (on stderr: callers
# print what they have built).
with_progress() { # log, command...
	local log=$1 start=$SECONDS pid said=0 status=0
	shift
	"$@" >"$log" 2>&1 &
	pid=$!
	# shellcheck disable=SC2064
	trap "kill $pid 2>/dev/null || true" EXIT
	while kill -0 "$pid" 2>/dev/null; do
		sleep 1
		if [ $(((SECONDS - start) / 60)) -gt $said ]; then
			said=$(((SECONDS - start) / 60))
			say "$said min: $(grep -c '^ *Compiling' "$log") crates begun" >&2
		fi
	done
	trap - EXIT
	wait "$pid" || status=$?
	[ $status = 0 ] || { tail -n 30 "$log" >&2; die "it could not be built"; }
	say "built in $(((SECONDS - start) / 60)) min" >&2
}
