/// What the address sanitizer keeps of freed memory, 256 MB unless told otherwise, is more than any
/// cache: most of the time went to fetching it. A use after free within one input is still seen.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "quarantine_size_mb=2:thread_local_quarantine_size_kb=256:malloc_context_size=6";
}
