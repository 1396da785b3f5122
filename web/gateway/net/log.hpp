/// @file
/// @brief The log: one line of JSON for each request, and for what happens to the process itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace casement::gateway {

/// One finished request. Holds nothing that a visitor or the company wrote.
struct LogLine {
  std::string_view id;
  std::string_view method;
  std::string_view what;  ///< the route, never the target
  int status = 0;
  std::string_view outcome;
  std::uint64_t bytes = 0;
  std::chrono::microseconds took{};
  std::string_view refusal;  ///< its id, or empty
};

/// To standard output, where it is seen once flush_log() was called.
void write_log(const LogLine& line);
void flush_log();
/// What happens to the process itself; seen at once.
void write_log(std::string_view level, std::string_view sentence);

}  // namespace casement::gateway
