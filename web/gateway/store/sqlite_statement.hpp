/// @file
/// @brief SQLite's handles as values that close themselves.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>

namespace casement::gateway {

struct CloseBase {
  void operator()(sqlite3* base) const { sqlite3_close(base); }
};
using Base = std::unique_ptr<sqlite3, CloseBase>;

/// A prepared statement; its parameters are bound anew by each start().
class Statement {
 public:
  Statement(sqlite3* base, const char* sql) {
    ok_ = sqlite3_prepare_v3(base, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) ==
          SQLITE_OK;
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle_); }

  struct Value {
    Value(const std::string& words) : text(&words) {}  // NOLINT(google-explicit-constructor)
    Value(std::int64_t whole) : number(whole) {}       // NOLINT(google-explicit-constructor)
    const std::string* text = nullptr;
    std::int64_t number = 0;
  };

  /// True when there is a row.
  bool start(std::initializer_list<Value> values) {
    sqlite3_reset(handle_);
    int index = 0;
    for (const Value& value : values) {
      ++index;
      if (value.text != nullptr) {
        sqlite3_bind_text(handle_, index, value.text->data(), static_cast<int>(value.text->size()),
                          SQLITE_STATIC);
      } else {
        sqlite3_bind_int64(handle_, index, value.number);
      }
    }
    return next();
  }
  /// Runs it whole, for what it writes; true when that changed a row.
  bool change(std::initializer_list<Value> values) {
    start(values);
    end();
    return ok_ && sqlite3_changes(sqlite3_db_handle(handle_)) > 0;
  }
  /// True when there is another.
  bool next() {
    const int result = sqlite3_step(handle_);
    ok_ = result == SQLITE_ROW || result == SQLITE_DONE;
    return result == SQLITE_ROW;
  }
  void end() { sqlite3_reset(handle_); }
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] std::int64_t number(int column) { return sqlite3_column_int64(handle_, column); }
  [[nodiscard]] std::string text(int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
    const int size = sqlite3_column_bytes(handle_, column);
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
  }

 private:
  sqlite3_stmt* handle_ = nullptr;
  bool ok_ = false;
};

}  // namespace casement::gateway
