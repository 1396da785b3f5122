/// @file
/// @brief Whether a file of keys can be where its path says.
#pragma once

#include <string>

namespace casement::gateway {

/// The folder that a path's last name is in.
[[nodiscard]] std::string folder_of(const std::string& path);

/// What is wrong with it, and what to do; nothing when its files can be written there. Makes and
/// changes none.
[[nodiscard]] std::string place_problem(const std::string& path);

}  // namespace casement::gateway
