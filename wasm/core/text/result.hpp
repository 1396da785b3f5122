/// @file
/// @brief A value or an error. Errors are values in the core: no exceptions anywhere.
#pragma once

#include <utility>
#include <variant>

namespace casement {

/// Holds either a value of type T or an error of type E. T and E must differ.
template <class T, class E>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }

  /// Only when ok().
  [[nodiscard]] const T& value() const noexcept { return *std::get_if<0>(&state_); }
  [[nodiscard]] T& value() noexcept { return *std::get_if<0>(&state_); }

  /// Only when not ok().
  [[nodiscard]] const E& error() const noexcept { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, E> state_;
};

}  // namespace casement
