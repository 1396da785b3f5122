#include "core/protocol/reply.hpp"

#include <array>
#include <initializer_list>
#include <utility>

#include "core/protocol/authority.hpp"
#include "core/text/json.hpp"
#include "core/text/json_document.hpp"
#include "core/text/json_object.hpp"
#include "core/text/unicode.hpp"

namespace casement {

namespace {

// Reading the body -----------------------------------------------------------------------------

/// A page, not an answer; PHP's own warnings in HTML begin with `<br />`.
bool is_page(std::string_view text) {
  const std::string start = ascii_lower(text.substr(0, 16));
  for (const std::string_view tag : {"<!doctype", "<html", "<head", "<body", "<?xml"}) {
    if (start.starts_with(tag)) return true;
  }
  return false;
}

/// Ids alone are none: in a broken answer they may be what is left of its `data`.
bool is_reply(const Json& value) {
  for (const std::string_view name : {"code", "error", "msg", "data", "result"}) {
    if (member(value, name) != nullptr) return true;
  }
  return false;
}

struct Answer {
  Json object;                ///< null when the body holds no answer
  std::string_view before;    ///< what stands before it in the body
  Doubt doubt = Doubt::none;  ///< why there is none
};

// Finding the answer is paid from a budget, so that no body takes long. The unit is looking at one
// byte; parsing takes about ten times that, and some thousands whatever the length.
constexpr std::size_t search_budget = 4 * reply_limit;
constexpr std::size_t parse_byte_cost = 10;
constexpr std::size_t parse_call_cost = 16'384;

/// The first JSON object in the body that has a member of an answer. PHP may print before and after
/// it, and such text may hold braces of its own, so every brace is tried while the budget lasts.
Answer find_answer(std::string_view body) {
  Answer answer;
  const std::string_view text = trimmed(body);
  if (text.empty()) return {.object = {}, .before = {}, .doubt = Doubt::empty_body};
  answer.doubt = Doubt::not_json;
  if (is_page(text)) return answer;

  std::size_t budget = search_budget;
  std::size_t at = text.find('{');
  while (at != text.npos) {
    const std::string_view rest = text.substr(at);
    const ScannedObject scanned = scan_object(rest);
    std::size_t cost = scanned.length;
    std::size_t next = at + 1;
    if (scanned.result == ObjectScan::cut_short && (at == 0 || rest.find('"') != rest.npos)) {
      // Nothing inside it is looked at: half an answer's `data` proves nothing.
      answer.doubt = Doubt::cut_short;
      return answer;
    }
    if (scanned.result == ObjectScan::complete) {
      // nlohmann refuses a whole document for one invalid byte; here one letter of a message is
      // bad.
      auto parsed = parse_json(to_valid_utf8(rest.substr(0, scanned.length)));
      if (parsed.ok() && is_reply(parsed.value().root)) {
        answer.object = std::move(parsed.value().root);
        answer.before = text.substr(0, at);
        answer.doubt = Doubt::none;
        return answer;
      }
      if (parsed.ok()) {
        answer.doubt = Doubt::no_verdict;
        next = at + scanned.length;
      }
      cost += parse_call_cost + parse_byte_cost * scanned.length;
    }
    if (cost >= budget) return answer;
    budget -= cost;
    at = text.find('{', next);
  }
  // `null`, `[]`, `"text"`: JSON all the same.
  constexpr std::size_t short_document = 256;
  if (text.size() <= short_document && parse_json(text).ok()) {
    answer.doubt = Doubt::no_verdict;
  }
  return answer;
}

// Reading the object ---------------------------------------------------------------------------

/// One line: runs of white space and controls become one space.
std::string one_line(std::string_view text, std::size_t limit) {
  std::string line;
  bool gap = false;
  for (std::string_view rest = trimmed(text); !rest.empty();) {
    const CodePoint next = first_code_point(rest);
    if (is_white_space(next.value) || is_control(next.value) || is_layout_control(next.value)) {
      gap = true;
    } else {
      if (gap && !line.empty()) line += ' ';
      gap = false;
      line += rest.substr(0, next.length);
    }
    rest.remove_prefix(next.length);
  }
  line.resize(first_code_points(line, limit).size());
  return line;
}

/// PHP and the CRM write "nothing" in many ways: null, false, 0, "", "0", "null", [], {}.
bool is_nothing(const Json* value) {
  if (value == nullptr || value->is_null()) return true;
  if (const std::string* text = text_of(value)) {
    const std::string_view inner = trimmed(*text);
    return inner.empty() || inner == "0" || (inner.size() == 4 && ascii_lower(inner) == "null");
  }
  if (const auto* flag = value->get_ptr<const Json::boolean_t*>()) return !*flag;
  if (const auto* number = value->get_ptr<const Json::number_integer_t*>()) return *number == 0;
  return value->is_structured() && value->empty();
}

/// An HTTP-like status as a number or as its digits; 0 for anything else.
int status_of(const Json* value) {
  if (value == nullptr) return 0;
  if (const auto* number = value->get_ptr<const Json::number_integer_t*>()) {
    return *number >= 0 && *number <= 9999 ? static_cast<int>(*number) : 0;
  }
  const std::string* text = text_of(value);
  const std::string_view digits = text == nullptr ? std::string_view() : trimmed(*text);
  if (digits.size() > 4) return 0;
  int status = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return 0;
    status = status * 10 + (c - '0');
  }
  return status;
}

/// An id that may be shown, or "".
std::string id_of(const Json* value) {
  if (is_nothing(value)) return {};
  if (const auto* number = value->get_ptr<const Json::number_unsigned_t*>()) {
    return std::to_string(*number);
  }
  const std::string* text = text_of(value);
  if (text == nullptr) return {};
  const std::string_view id = trimmed(*text);
  if (count_code_points(id) > id_limit) return {};
  for (std::string_view rest = id; !rest.empty();) {
    const CodePoint next = first_code_point(rest);
    if (is_control(next.value) || is_layout_control(next.value)) return {};
    rest.remove_prefix(next.length);
  }
  return std::string(id);
}

/// The object itself, or the first element of an array: queries answer with a list.
const Json* first_object(const Json* value) {
  if (value == nullptr) return nullptr;
  const auto* list = value->get_ptr<const Json::array_t*>();
  return list != nullptr && !list->empty() ? list->data() : value;
}

/// The first id under one of the names: in `data`, else in `result`, else at the top level.
std::string find_id(const Json& object, std::initializer_list<std::string_view> names) {
  const Json* const places[] = {first_object(member(object, "data")),
                                first_object(member(object, "result")), &object};
  for (const std::string_view name : names) {
    for (const Json* place : places) {
      std::string id = place == nullptr ? std::string() : id_of(member(*place, name));
      if (!id.empty()) return id;
    }
  }
  return {};
}

/// The text of `error`, or of the `message` or `msg` inside it, or "".
std::string_view error_text(const Json* error) {
  if (is_nothing(error)) return {};
  if (const std::string* text = text_of(error)) return *text;
  const Json* inner = first_object(error);
  for (const std::string_view name : {"message", "msg"}) {
    if (const std::string* text = text_of(member(*inner, name))) return *text;
  }
  if (const std::string* text = text_of(inner)) return *text;
  return {};
}

/// A query that found nothing says "0 records…" with code 200: whatever answered did not insert.
bool says_no_records(const Json& object) {
  const std::string* text = text_of(member(object, "msg"));
  return text != nullptr && ascii_lower(trimmed(*text).substr(0, 8)) == "0 record";
}

// The verdict ----------------------------------------------------------------------------------

struct Phrase {
  std::string_view word;
  std::string_view also;
  Rejection meaning;
};

/// Key words of the texts seen on the vendor's platform; the first match counts. "Simultaneous"
/// stands first because its text speaks of a token and a limit too.
constexpr std::array<Phrase, 6> phrases = {{
    {"simultaneous", "", Rejection::busy},
    {"token", "limit", Rejection::daily_limit},
    {"token", "validate", Rejection::token_invalid},
    {"token", "enter", Rejection::token_missing},
    {"parameters", "required", Rejection::missing_parameters},
    {"the api", "not exist", Rejection::api_not_found},
}};

/// Statuses that speak for themselves stand before the texts, the others are told by them.
Rejection rejection_of(int status, std::string_view text) {
  switch (status) {
    case 404: return Rejection::not_found;
    case 405: return Rejection::not_allowed;
    case 413: return Rejection::too_large;
    case 429: return Rejection::busy;
    default: break;
  }
  const std::string lower = ascii_lower(text);
  for (const Phrase& phrase : phrases) {
    if (lower.find(phrase.word) != lower.npos && lower.find(phrase.also) != lower.npos)
      return phrase.meaning;
  }
  switch (status) {
    case 400:
    case 411:
    case 412:
    case 414:
    case 415:
    case 416:
    case 417:
    case 431: return Rejection::bad_request;
    case 401: return Rejection::token_missing;
    case 403: return Rejection::not_allowed;
    default: return Rejection::other;
  }
}

constexpr bool is_success(int status) noexcept { return status >= 200 && status <= 299; }

/// A 4xx after which the case may exist all the same: the server gave up waiting (408), or an
/// earlier request with this key runs (409, 425) or ran with other content (422).
constexpr bool leaves_doubt(int status) noexcept {
  return status == 408 || status == 409 || status == 422 || status == 425;
}

constexpr bool is_refusal(int status) noexcept {
  return status >= 400 && status <= 499 && !leaves_doubt(status);
}

void reject(Reply& reply, Rejection rejection) {
  reply.outcome = Outcome::rejected;
  reply.rejection = rejection;
}

void doubt(Reply& reply, Doubt why) {
  reply.outcome = Outcome::unknown;
  reply.doubt = why;
}

/// No JSON answer: only the HTTP status can say no.
void judge_status(Reply& reply, int http_status, std::string_view body, Doubt why) {
  if (http_status >= 500) return doubt(reply, Doubt::server_error);
  if (!is_refusal(http_status)) return doubt(reply, why);
  // A refusal in plain text is short; what a page says is not the CRM's.
  constexpr std::size_t plain_text = 512;
  const std::string_view start = trimmed(body.substr(0, plain_text));
  reject(reply, rejection_of(http_status, start.starts_with('<') ? std::string_view() : start));
}

void judge_answer(Reply& reply, int http_status, const Json& object, std::string_view before) {
  const int code = status_of(member(object, "code"));
  if (code != 0) reply.code = code;
  const Json* error = member(object, "error");
  const bool failed = !is_nothing(error);
  reply.record_id = find_id(object, {"wolkvox_id", "wolkvox-id"});
  reply.case_number = find_id(object, {"idPrefijo", "idCase"});
  if (reply.case_number.empty()) reply.case_number = reply.record_id;
  const bool named = !reply.case_number.empty();

  // Older answers are {result, wolkvox_id, idPrefijo}, without `code`: there the ids prove it.
  const bool code_says_yes =
      code == 200 || (code == 0 && named && !is_nothing(member(object, "result")));
  if (is_success(http_status) && code_says_yes && !failed && (named || !says_no_records(object))) {
    reply.outcome = named ? Outcome::created : Outcome::created_without_number;
    return;
  }

  const std::string* msg = text_of(member(object, "msg"));
  const std::string_view words = error_text(error);
  reply.detail = one_line(words.empty() && msg != nullptr ? *msg : words, detail_limit);

  const Json* retry = member(object, "retry");
  const bool may_retry = retry != nullptr && retry->is_boolean() && !is_nothing(retry);
  const bool code_refuses = code >= 400;
  const int status =
      is_success(http_status) || (code_refuses && http_status < 500) ? reply.code : http_status;
  if (status >= 500 && status <= 599) {
    if (may_retry) return reject(reply, Rejection::busy);
    return doubt(reply, Doubt::server_error);
  }
  const bool contradicts = code_says_yes && (named || !failed);
  if (contradicts || leaves_doubt(status) || (!failed && !is_refusal(status))) {
    return doubt(reply, Doubt::no_verdict);
  }
  std::string text(words);
  if (msg != nullptr) text.append(" ").append(*msg);
  // PHP drops every field of a body over post_max_size, so the CRM misses them; this says why.
  const bool over_limit = before.find("POST Content-Length") != before.npos &&
                          before.find("exceeds the limit") != before.npos;
  reject(reply, over_limit ? Rejection::too_large : rejection_of(status, text));
}

}  // namespace

Reply read_reply(int http_status, std::string_view body) {
  Reply reply;
  reply.code = http_status;
  if (body.size() > reply_limit) {
    judge_status(reply, http_status, body, Doubt::too_long);
    return reply;
  }
  const Answer answer = find_answer(body);
  if (answer.object.is_object()) {
    judge_answer(reply, http_status, answer.object, answer.before);
  } else {
    judge_status(reply, http_status, body, answer.doubt);
  }
  return reply;
}

}  // namespace casement
