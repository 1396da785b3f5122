/// @file
/// @brief Every sentence that a customer can read, in every language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/text/language.hpp"

namespace casement {

// clang-format off
/// `{0}`, `{1}` in a text stand for arguments; format() puts them in.
enum class Message : std::uint8_t {
  // The form
  title, intro, required_mark, choose_option, description_placeholder,
  description_hint, send, choose_files, drop_here, remove_file,
  // What attachments are accepted: the kinds, the size of each, the size of all
  files_kinds, files_more, files_one, files_each, files_total,
  // Names of the CRM's fields above them, then inside a sentence
  label_operation, label_case_type, label_responsible, label_owner, label_contact,
  label_description, label_status, label_priority, label_solution, label_file,
  name_operation, name_case_type, name_responsible, name_owner, name_contact, name_description,
  name_status, name_priority, name_solution, name_file,
  // Default options
  option_request, option_complaints, option_claims, option_suggestions, option_low, option_medium,
  option_high, option_open, option_closed,
  // Rules
  missing_text, missing_choice, missing_files, missing_description, missing_case_type,
  missing_solution, missing_contact, too_short, too_long, bad_email, bad_phone, bad_number,
  bad_date, bad_choice, malformed, file_type, file_type_or_zip, file_empty, file_too_large, files_too_large,
  too_many_files, file_unreadable, file_other_content, file_damaged, file_heic,
  file_folder,
  // A file's size, when it was chosen again; a HEIC picture on its way to JPEG, and there
  file_again, file_converting, file_converted,
  // The summary above the form after a failed send
  one_missing, several_missing, one_wrong, several_wrong, review, quoted, list_and, list_more,
  // Sending
  sending_title, connecting, sent_of_total, seconds_left, minutes_left, waiting_for_answer, cancel,
  keep_open,
  // Created
  created_title, created_intro, created_without_number, copy, copied, receipt_date, receipt_type,
  print, new_case,
  // Not created. `nothing_lost` follows each body
  nothing_lost, offline_title, offline_body, unreachable_title, unreachable_body, rejected_title,
  missing_parameters_body, bad_request_body, api_not_found_body,
  token_missing_body, token_invalid_body, daily_limit_body, busy_body, not_allowed_body,
  not_found_body, too_large_body, rejected_body, cannot_send_body, canceled_title, canceled_body,
  not_found_by_key, may_exist, unreadable_body,
  // Unknown outcome: what happened, then `checking_body`, `unknown_advice` or `check_gave_up`
  unknown_title, unknown_cut, unknown_unreadable, unknown_file, unknown_timeout,
  unknown_canceled,
  unknown_not_json, unknown_empty, unknown_cut_short, unknown_server_error, unknown_too_long,
  unknown_no_verdict, unknown_advice, checking_body, attempt_in, attempt_now, check_now,
  check_gave_up, back_to_form,
  count_,
};
// clang-format on

inline constexpr std::size_t message_count = static_cast<std::size_t>(Message::count_);

/// In English where the words of the language are not there.
[[nodiscard]] std::string_view text(Language language, Message message) noexcept;

/// Whether the words of a language are there. A program built with CASEMENT_WORDS_APART, as the
/// widget is, has English alone and is given the others.
[[nodiscard]] bool has_words(Language language) noexcept;

/// Takes the words of a language, for as long as the program runs: a file of web/words.mjs, which
/// is words_stamp() in eight digits of base 16, then each message in the order of the enum, each
/// line ended by LF. False, and nothing changes, when it is anything else or from another version.
[[nodiscard]] bool take_words(Language language, std::string_view file);
inline constexpr std::size_t words_limit = std::size_t{64} * 1024;  ///< bytes of such a file

/// FNV-1a (32 bits) of the English words, each ended by NUL: other messages have another.
[[nodiscard]] std::uint32_t words_stamp() noexcept;

/// Replaces `{0}`… by the arguments; a placeholder without an argument stays.
[[nodiscard]] std::string format(std::string_view pattern,
                                 std::initializer_list<std::string_view> arguments);

/// "482 KB", "20 MB", "2.6 MB" (1 KB = 1,000 bytes), with the language's decimal mark.
[[nodiscard]] std::string file_size(Language language, double bytes);

/// "1.6 of 2.6 MB": both in the unit of the whole, with as many decimals.
[[nodiscard]] std::string size_of_total(Language language, double bytes, double total);

/// Adds the next name to a list as a sentence has it: "a", "a and b", "a, b and c". Spanish says
/// "e" before the sound i.
void add_to_list(Language language, std::string& list, std::string_view name, bool last);

}  // namespace casement
