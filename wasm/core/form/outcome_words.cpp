#include "core/form/outcome_words.hpp"

#include "core/text/ordered.hpp"

namespace casement {
namespace {

struct RejectionRow {
  Rejection rejection;
  RejectionWords words;
};

constexpr RejectionRow rejections[] = {
    {Rejection::none, {Message::rejected_body, "other"}},
    {Rejection::missing_parameters, {Message::missing_parameters_body, "missing-parameters"}},
    {Rejection::bad_request, {Message::bad_request_body, "bad-request"}},
    {Rejection::api_not_found, {Message::api_not_found_body, "api-not-found"}},
    {Rejection::token_missing, {Message::token_missing_body, "token-missing"}},
    {Rejection::token_invalid, {Message::token_invalid_body, "token-invalid"}},
    {Rejection::daily_limit, {Message::daily_limit_body, "daily-limit"}},
    {Rejection::busy, {Message::busy_body, "busy"}},
    {Rejection::not_allowed, {Message::not_allowed_body, "not-allowed"}},
    {Rejection::not_found, {Message::not_found_body, "not-found"}},
    {Rejection::too_large, {Message::too_large_body, "too-large"}},
    {Rejection::other, {Message::rejected_body, "other"}},
};
static_assert(ordered(rejections, &RejectionRow::rejection, Rejection::other));
constexpr auto rejection_words = column<rejections, &RejectionRow::words>();

struct DoubtRow {
  Doubt doubt;
  Message body;
};

constexpr DoubtRow doubts[] = {
    {Doubt::none, Message::unknown_no_verdict},
    {Doubt::empty_body, Message::unknown_empty},
    {Doubt::not_json, Message::unknown_not_json},
    {Doubt::cut_short, Message::unknown_cut_short},
    {Doubt::server_error, Message::unknown_server_error},
    {Doubt::too_long, Message::unknown_too_long},
    {Doubt::no_verdict, Message::unknown_no_verdict},
};
static_assert(ordered(doubts, &DoubtRow::doubt, Doubt::no_verdict));
constexpr auto doubt_words = column<doubts, &DoubtRow::body>();

}  // namespace

const RejectionWords& words_of(Rejection rejection) noexcept {
  return rejection_words[static_cast<std::size_t>(rejection)];
}

Message words_of(Doubt doubt) noexcept { return doubt_words[static_cast<std::size_t>(doubt)]; }

std::string_view reason_of(Message doubt) noexcept {
  switch (doubt) {
    case Message::unknown_cut: return "unknown-cut";
    case Message::unknown_unreadable: return "unknown-unreadable";
    case Message::unknown_file: return "unknown-file";
    case Message::unknown_timeout: return "unknown-timeout";
    case Message::unknown_canceled: return "unknown-canceled";
    case Message::unknown_not_json: return "unknown-not-json";
    case Message::unknown_empty: return "unknown-empty";
    case Message::unknown_cut_short: return "unknown-cut-short";
    case Message::unknown_server_error: return "unknown-server-error";
    case Message::unknown_too_long: return "unknown-too-long";
    default: return "unknown-no-verdict";
  }
}

}  // namespace casement
