/// @file
/// @brief What a form keeps beside its configuration: of each field, and of a try that failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/messages/messages.hpp"

namespace casement {

struct FieldState {
  std::string initial;  ///< the default, or what the page gave
  std::string value;
  std::uint32_t id = 0;
  bool told = false;     ///< its fault is shown
  bool written = false;  ///< by a person, be it what it was before
};

/// Why the form is shown (again), kept apart from any language.
struct Alert {
  Message title{};
  Message body{};
  std::vector<std::size_t> wrong;  ///< fields to look at; their number stands for the files
  std::size_t missing = 0;         ///< how many of them are only empty
};

/// What the status line speaks of while the form is shown.
enum class Said { nothing, alert, file };

}  // namespace casement
