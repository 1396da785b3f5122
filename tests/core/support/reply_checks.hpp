/// @file
/// @brief What the tests of the reply have in common: answers to read, and the whole of a verdict.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "core/protocol/reply.hpp"
#include "support/exact_text.hpp"

namespace casement::testing {

[[nodiscard]] inline Reply read(int http_status, std::string_view body) {
  return read_reply(http_status, ExactText(body));
}

inline void check_created(const Reply& reply, std::string_view number, std::string_view record) {
  CHECK(reply.outcome == Outcome::created);
  CHECK(reply.rejection == Rejection::none);
  CHECK(reply.doubt == Doubt::none);
  CHECK(reply.case_number == number);
  CHECK(reply.record_id == record);
  CHECK(reply.detail.empty());
}

inline void check_created_without_number(const Reply& reply) {
  CHECK(reply.outcome == Outcome::created_without_number);
  CHECK(reply.rejection == Rejection::none);
  CHECK(reply.doubt == Doubt::none);
  CHECK(reply.case_number.empty());
  CHECK(reply.record_id.empty());
}

inline void check_rejected(const Reply& reply, Rejection rejection, std::string_view detail = {}) {
  CHECK(reply.outcome == Outcome::rejected);
  CHECK(reply.rejection == rejection);
  CHECK(reply.doubt == Doubt::none);
  CHECK(reply.detail == detail);
}

inline void check_unknown(const Reply& reply, Doubt doubt) {
  CHECK(reply.outcome == Outcome::unknown);
  CHECK(reply.rejection == Rejection::none);
  CHECK(reply.doubt == doubt);
}

/// A success with this `data`.
[[nodiscard]] inline std::string success(std::string_view data) {
  return R"({"code":200,"error":"null","msg":"Succesfully create record","data":)" +
         std::string(data) + "}";
}

/// A failure with `code` as text.
[[nodiscard]] inline std::string failure(int code, std::string_view error) {
  return "{\"code\":\"" + std::to_string(code) + R"(","error":")" + std::string(error) + "\"}";
}

}  // namespace casement::testing
