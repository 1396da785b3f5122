/// @file
/// @brief A SQLite store in a folder of its own, whose files can be taken, changed and put back.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/store/store.hpp"

namespace casement::gateway {

/// What a folder holds; nothing where there is no such file.
struct StoreFiles {
  std::optional<std::string> base, log, word;
};

class StoreFolder {
 public:
  StoreFolder() {
    // In memory where there is such a place: nothing here is about the disk's speed.
    const bool shm = std::filesystem::is_directory("/dev/shm");
    std::string name = std::string(shm ? "/dev/shm" : "/tmp") + "/casement-store-XXXXXX";
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
  }
  StoreFolder(const StoreFolder&) = delete;
  StoreFolder& operator=(const StoreFolder&) = delete;
  ~StoreFolder() { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const char* end = "") const {
    return folder_ / ("keys.db" + std::string(end));
  }
  [[nodiscard]] StoreFiles take() const { return {read(""), read("-wal"), read(".word")}; }
  void put(const StoreFiles& files) const {
    for (const auto& each : std::filesystem::directory_iterator(folder_))
      std::filesystem::remove(each);
    write("", files.base);
    write("-wal", files.log);
    write(".word", files.word);
  }
  [[nodiscard]] std::optional<std::string> read(const char* end) const {
    std::ifstream file(path(end), std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  void write(const char* end, const std::optional<std::string>& bytes) const {
    if (bytes) std::ofstream(path(end), std::ios::binary) << *bytes;
  }

 private:
  std::filesystem::path folder_;
};

inline StoreReply run_one(Store& store, Command command) {
  const std::vector<StoreReply> replies = store.run({&command, 1});
  REQUIRE(replies.size() == 1);
  REQUIRE_FALSE(replies[0].failed);
  return replies[0];
}

}  // namespace casement::gateway
