/// @file
/// @brief Finding lines that begin like a boundary, fast on every input.
///
/// A multipart delimiter is a line feed, `--` and the boundary. (The CR before it is the caller's
/// to look at: PHP takes a delimiter without it, so a line feed alone must be found too.) Two
/// boundaries are searched for in one pass: the one that ends the parts of the body that is read,
/// and the one under which it is written on, which must not occur in it.
///
/// Boundaries hold no line feed, so of all line feeds in a buffer only the last can begin a
/// delimiter that the buffer does not hold whole, and a line that agrees with a boundary in so many
/// bytes holds no other line feed there: the more a candidate costs, the fewer fit into an input.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace casement::gateway {

class BoundaryScan {
 public:
  enum class Found {
    nothing,   ///< and the end of the bytes begins no delimiter
    whole,     ///< a line that begins with `--` and the first boundary
    part,      ///< the bytes end inside what may become one, of either boundary
    forbidden  ///< a line that begins with `--` and the second boundary
  };
  struct Hit {
    Found found = Found::nothing;
    std::size_t at = 0;  ///< of the line feed; the size of the bytes when nothing is found
  };

  /// Without line feeds; what is shorter than 27 bytes is searched more slowly. `forbidden` has 27
  /// at least, or is empty: then one is searched.
  BoundaryScan(std::string_view boundary, std::string_view forbidden);

  /// The first hit in the bytes.
  [[nodiscard]] Hit find(std::string_view bytes) const noexcept;

 private:
  [[nodiscard]] Found judge(std::string_view line) const noexcept;
  [[nodiscard]] Hit find_in_lanes(std::string_view bytes, std::size_t& at) const noexcept;

  std::string wanted_;     ///< line feed, `--`, boundary
  std::string forbidden_;  ///< likewise, or empty
};

}  // namespace casement::gateway
