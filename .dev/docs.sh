# What is made of the schemas and of what the readers know: tests/schema/generated.mjs says which files.

make_docs() {
	build_judge
	need_npm tests/schema
	node tests/schema/generate.mjs
}

check_docs() {
	node tests/schema/generate.mjs --check
}
