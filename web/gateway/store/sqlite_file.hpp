/// @file
/// @brief The file under a SQLite store: whether it is the one that was left, and stays it.
#pragma once

#include <sys/stat.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "gateway/store/sqlite_statement.hpp"
#include "gateway/store/store_check.hpp"
#include "gateway/store/store_word.hpp"

namespace casement::gateway {

/// What all rows together must come to. Stands in the store itself, and changes with them.
struct Tally {
  std::int64_t commits = 0;  ///< durable ones; the word beside the file knows of as many
  std::int64_t rows = 0;
  std::uint64_t keys = 0;  ///< sum of sum_of() each
};

class SqliteFile {
 public:
  /// Opens and judges it. What it finds wrong is the sentence, and nothing of the file is changed
  /// then. With `begin_anew` a store that is whole in itself is taken as it is, and any other put
  /// aside as `….old`.
  std::string open(const std::string& path, bool begin_anew);

  /// Judges it without making or changing any file; also while a gateway runs on it.
  StoreCheck check(const std::string& path);

  [[nodiscard]] sqlite3* base() const noexcept { return base_.get(); }
  bool execute(const char* sql) {
    return sqlite3_exec(base_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  /// Of the last call; where a file or the disk failed, with the system's reason.
  [[nodiscard]] std::string failure();
  [[nodiscard]] const Tally& tally() const noexcept { return tally_; }
  /// Milliseconds that the store had lived through when it was left.
  [[nodiscard]] std::int64_t lived() const noexcept { return lived_; }
  bool tell_mark(std::int64_t commits) {
    return word_.tell_mark(static_cast<std::uint64_t>(commits));
  }

  /// Moves the log's pages into the file once they are many.
  void tidy();
  /// From now on the files must stay as they are.
  void watch();
  /// What has become of them, when they are not the same any more.
  [[nodiscard]] std::string trouble();
  /// Leaves the files alone for good: to close it, SQLite would remove a log by its name, whosever
  /// it is by now.
  void abandon();

 private:
  enum class Verdict {
    whole,
    sound,     ///< in itself, but not the one that was left
    unsound,   ///< or lost
    unusable,  ///< nothing is known of what it holds
  };
  struct Judgement {
    Verdict verdict = Verdict::unusable;
    std::string problem = {};
  };
  struct Watched {
    std::string path;
    struct stat seen {};
  };
  Judgement open_base();
  Judgement judge(bool may_make);
  Judgement judge_content();
  std::string set_up();
  void put_aside();
  bool log_has_hole();

  StoreWord word_;
  std::string path_;
  Base base_;
  std::int64_t version_ = 0;
  std::string name_;  ///< of the store, as it says itself
  Tally tally_;
  std::int64_t lived_ = 0;
  int log_pages_ = 0;
  int seen_pages_ = 0;         ///< of the log, at the last look
  std::string log_salt_ = {};  ///< of the log's life, which SQLite begins anew now and then
  std::array<Watched, 3> watched_;
};

}  // namespace casement::gateway
