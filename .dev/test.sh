# Runs stages one after another, stops at the first that fails, and says at the end how far it came.

run_tests() {
	stages_passed=
	case ${1:-all} in
	all)
		stage native test_native
		stage check run_checks
		stage schema test_schema
		stage build build_site
		stage web test_web
		stage gateway test_gateway
		stage fuzz test_fuzz 60
		stage bench test_bench
		;;
	native) stage native test_native ;;
	gateway) stage gateway test_gateway ;;
	schema) stage schema test_schema ;;
	web)
		stage build build_site
		stage web test_web
		;;
	tests/gateway/*) stage gateway test_gateway "$@" ;;
	tests/schema/*) stage schema test_schema "$@" ;;
	*)
		stage build build_site
		stage web test_web "$@"
		;;
	esac
	say "Passed:$stages_passed"
}

# A stage runs in a shell of its own, so that its `fail` ends only the stage.
stage() {
	name=$1
	shift
	started=$(date +%s)
	# Not `("$@") || …`: after a `||` the shell would go on over any command that fails inside.
	set +e
	(
		set -e
		"$@"
	)
	result=$?
	set -e
	took=$(($(date +%s) - started))s
	if [ $result -ne 0 ]; then
		say "Passed:${stages_passed:- nothing}"
		fail "the stage '$name' failed after $took"
	fi
	stages_passed="$stages_passed $name ($took)"
}

test_native() {
	for preset in native asan; do
		build_native $preset
		ctest --preset $preset -j "$(nproc)" || fail "tests of the preset $preset failed"
	done
}

# The schemas beside the readers, and in an editor's language server.
test_schema() {
	build_judge
	need_npm tests/schema
	[ $# -gt 0 ] || set -- tests/schema/*.test.mjs
	test_files "$(nproc)" "$@"
}

test_web() {
	need_browsers
	if [ $# -eq 0 ]; then
		set -- $(find tests \( -name node_modules -o -path tests/gateway -o -path tests/schema \) -prune -o -name '*.test.mjs' -print | sort)
	fi
	test_files "$(nproc)" "$@"
}

# So many files of tests at a time, each told as a whole: a test and its browser wait for each other most of the time.
# One alone is told as it runs.
test_files() {
	at_once=$1
	shift
	if [ $# -eq 1 ]; then
		node --require ./.dev/leave.cjs --test "$1"
		return
	fi
	printf '%s\n' "$@" | xargs -P "$at_once" -n 1 sh -c '
		said=$(node --require ./.dev/leave.cjs --test "$0" 2>&1)
		result=$?
		printf "%s\n" "$said"
		exit $result'
}

# The gateway's C++ tests plain and sanitized, then the program itself in front of the real PHP.
test_gateway() {
	for preset in gateway gateway-asan; do
		build_gateway $preset
		ctest --preset $preset -R '^gateway/' || fail "tests of the preset $preset failed"
	done
	# Two browsers send a POST again by themselves; the tests that need the built site are skipped without it.
	need_browsers
	need_packages $gateway_client_packages
	need_npm tests/gateway/clients
	[ $# -gt 0 ] || set -- $(find tests/gateway -name node_modules -prune -o -name '*.test.mjs' -print | sort)
	# They mostly wait for deadlines and leases.
	test_files 3 "$@"
}

# The long version of tests/gateway/mutants/mutants.test.mjs. CASEMENT_SEED chooses others, CASEMENT_FROM goes on where
# one ended.
test_mutants() {
	build_gateway gateway
	need_npm tests
	CASEMENT_ACCEPTED=${1:-1000000} node tests/gateway/mutants/mutants.mjs
}

# The long versions of tests/gateway/store/store_faults_test.cpp and of tests/gateway/faults, in one table with one sum;
# CASEMENT_SEED repeats one.
test_faults() {
	build_gateway gateway
	need_npm tests
	node tests/gateway/faults/matrix.mjs ${1:-20000}
}

# Every fuzzer, or those that are named: for so many seconds all at once, or `--runs N` executions, as many at once as
# there are processors. What they find is kept in build/fuzz/corpus, where the next run goes on.
test_fuzz() {
	if [ "${1:-}" = --runs ]; then
		bound=-runs=${2:?"--runs takes a number"}
		at_once=$(nproc)
		shift
	else
		bound=-max_total_time=${1:-60}
		at_once=0
	fi
	[ $# -eq 0 ] || shift
	need_packages clang
	need_node
	build_gateway fuzz
	node tests/fuzz/seeds.mjs build/fuzz/corpus
	[ $# -gt 0 ] || set -- reply config multipart token head client
	failed=
	for name in "$@"; do
		# The length of its longest input: what has a limit of its own is within reach of it.
		case $name in
		reply | token) longest=700 ;;
		config) longest=2000 ;;
		multipart) longest=800 ;;
		head) longest=1200 ;;
		client) longest=400 ;;
		*) fail "there is no fuzzer '$name'" ;;
		esac
		rm -f "build/fuzz/$name.log"
		echo "$name $longest"
	done >build/fuzz/fuzzers
	xargs -P "$at_once" -L 1 sh -c '
		"build/fuzz/tests/fuzz/fuzz_$1" "$0" "-max_len=$2" -timeout=10 -print_final_stats=1 \
			"-dict=tests/fuzz/$1.dict" "-artifact_prefix=build/fuzz/$1-" "build/fuzz/corpus/$1" \
			>"build/fuzz/$1.log" 2>&1' "$bound" <build/fuzz/fuzzers || failed=yes
	for name in "$@"; do
		executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$name.log" 2>/dev/null) || :
		say "  $name: ${executions:-stopped early} executions, $(ls build/fuzz/corpus/$name | wc -l) inputs kept"
	done
	[ -z "$failed" ] || fail "a fuzzer found something, or was ended: see build/fuzz/*.log"
}

test_bench() {
	need_browsers
	build_gateway_bench
	node tests/bench/bench.mjs --gates
	# Other work on the machine moves ratios of time by 10 to 15 %: a bar is missed when two runs miss it.
	node tests/bench/gateway/bench.mjs --gates || node tests/bench/gateway/bench.mjs --gates
	need_npm tests/bench/open
	# Three rounds of it are few: here it takes three runs.
	node tests/bench/open/open.mjs --gates || node tests/bench/open/open.mjs --gates ||
		node tests/bench/open/open.mjs --gates
}
