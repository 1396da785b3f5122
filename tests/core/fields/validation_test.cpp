#include "core/fields/validation.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace casement {
namespace {

FieldSpec spec_of(FieldKind kind) {
  FieldSpec spec;
  spec.name = "x";
  spec.custom = true;
  spec.kind = kind;
  spec.max_length = 2500;
  return spec;
}

std::optional<Message> broken(const FieldSpec& spec, std::string_view value, bool required = false,
                              std::string_view case_type = "") {
  const std::optional<Fault> fault = check_value(spec, value, required, case_type);
  if (!fault) return std::nullopt;
  return fault->message;
}

/// Each value alone in a buffer of exactly its size, so that reading past it is seen.
bool is_right(FieldKind kind, std::string_view value) {
  const std::vector<char> exact(value.begin(), value.end());
  return !check_value(spec_of(kind), {exact.data(), exact.size()}, false, "");
}

std::string repeated(std::string_view words, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += words;
  return result;
}

TEST_CASE("what is required and empty is told in the field's own words") {
  struct Row {
    const char* name;
    bool custom;
    FieldKind kind;
    Message message;
  };
  const Row rows[] = {
      {"case-type", false, FieldKind::choice, Message::missing_case_type},
      {"description", false, FieldKind::multiline, Message::missing_description},
      {"contact", false, FieldKind::email, Message::missing_contact},
      {"solution", false, FieldKind::multiline, Message::missing_solution},
      {"status", false, FieldKind::choice, Message::missing_choice},
      {"status", false, FieldKind::text, Message::missing_text},
      {"priority", false, FieldKind::choice, Message::missing_choice},
      {"operation", false, FieldKind::text, Message::missing_text},
      {"operation", false, FieldKind::choice, Message::missing_choice},
      {"description", true, FieldKind::text, Message::missing_text},
      {"order", true, FieldKind::choice, Message::missing_choice},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    FieldSpec spec = spec_of(row.kind);
    spec.name = row.name;
    spec.custom = row.custom;
    for (const char* empty : {"", " ", "\n\t ", "\xC2\xA0\xE3\x80\x80"}) {
      CHECK(broken(spec, empty, true) == row.message);
      CHECK(broken(spec, empty, false) == std::nullopt);
    }
    CHECK(is_missing({row.message}));
  }
  CHECK(is_missing({Message::missing_files}));
  CHECK_FALSE(is_missing({Message::too_short}));
  CHECK_FALSE(is_missing({Message::several_missing}));
}

TEST_CASE("lengths are counted in code points: one below, at and one above each limit") {
  FieldSpec spec = spec_of(FieldKind::multiline);
  spec.min_length = 3;
  spec.max_length = 5;
  for (const std::string_view letter : {"a", "ñ", "漢", "🙂", "\xFF"}) {
    CAPTURE(letter);
    CHECK(broken(spec, repeated(letter, 2)) == Message::too_short);
    CHECK(broken(spec, repeated(letter, 3)) == std::nullopt);
    CHECK(broken(spec, repeated(letter, 5)) == std::nullopt);
    CHECK(broken(spec, repeated(letter, 6)) == Message::too_long);
  }
  CHECK(broken(spec, "") == std::nullopt);
  spec.max_length = 0;
  spec.min_length = 0;
  CHECK(broken(spec, repeated("a", 10'000)) == std::nullopt);
}

TEST_CASE("a length that is wrong says what is and what may be") {
  FieldSpec spec = spec_of(FieldKind::text);
  spec.max_length = 4;
  CHECK(check_value(spec, "ñandú", false, "")->in(Language::es) ==
        "Acórtalo a 4 caracteres; tiene 5.");
  spec.min_length = 3;
  CHECK(check_value(spec, "no", false, "")->in(Language::en) == "Write at least 3 characters.");
}

TEST_CASE("an e-mail follows WHATWG's pattern") {
  const std::string label63(63, 'a');
  for (const std::string& good :
       {std::string("a@b"), std::string("user@operation"), std::string("ana.maria+x@acme.com.co"),
        std::string("!#$%&'*+/=?^_`{|}~-.@a-b.c"), std::string(".@0"), "a@" + label63,
        "a@" + label63 + "." + label63, std::string("  ana@acme.co\t")}) {
    CAPTURE(good);
    CHECK(is_right(FieldKind::email, good));
  }
  for (const std::string& bad :
       {std::string("ana"), std::string("@b"), std::string("a@"), std::string("a@@b"),
        std::string("a@b@c"), std::string("a b@c"), std::string("a@b c"), std::string("a@-b"),
        std::string("a@b-"), std::string("a@b..c"), std::string("a@.b"), std::string("a@b."),
        std::string("a@b_c"), std::string("ñ@b"), std::string("a@ñ"), std::string("\"a\"@b"),
        std::string("a,@b"), std::string("a@b,c@d"), "a@" + label63 + "a"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_right(FieldKind::email, bad));
  }
}

TEST_CASE("a phone has 5 to 20 digits however they are written") {
  for (const char* good : {"12345", "+57 601 555 0100", "(601) 555-0100 #12", "11.5555.0100",
                           "12345678901234567890", " 601/5550100 "}) {
    CAPTURE(good);
    CHECK(is_right(FieldKind::phone, good));
  }
  for (const char* bad : {"1234", "123456789012345678901", "57+6015550100", "++576015550100",
                          "call me", "601555010O", "٠١٢٣٤٥", "+", "-----"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_right(FieldKind::phone, bad));
  }
}

TEST_CASE("a number has a sign at most, and digits on both sides of its only decimal mark") {
  for (const char* good : {"0", "12", "-3", "+3", "12.5", "12,5", "007", "-0.25", " 8 "}) {
    CAPTURE(good);
    CHECK(is_right(FieldKind::number, good));
  }
  for (const char* bad : {"-", "+", ".5", "5.", "1,234.5", "1.2.3", "1e3", "--1", "1-", "x", "½",
                          "1 000", "0x10", "NaN"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_right(FieldKind::number, bad));
  }
}

TEST_CASE("a date is a day that exists") {
  for (const char* good : {"2026-11-24", "2024-02-29", "2000-02-29", "2026-01-31", "2026-07-31",
                           "2026-08-31", "2026-12-31", "2026-04-30", "0001-01-01", "9999-12-31"}) {
    CAPTURE(good);
    CHECK(is_right(FieldKind::date, good));
  }
  for (const char* bad : {"2026-02-29",  "1900-02-29", "2026-04-31", "2026-06-31", "2026-09-31",
                          "2026-11-31",  "2026-01-32", "2026-00-10", "2026-13-10", "2026-10-00",
                          "0000-01-01",  "26-11-24",   "2026/11/24", "24-11-2026", "2026-1-2",
                          "2026-11-24T", "20261124",   "2026-11-2x", "2026--1-24", "2026-11"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_right(FieldKind::date, bad));
  }
}

TEST_CASE("a choice is one of the options that this case type offers") {
  FieldSpec spec = spec_of(FieldKind::choice);
  spec.options.push_back({"open", {}, Condition::open, {}});
  spec.options.push_back({"review", {}, Condition::open, {"Claims", "Complaints"}});
  CHECK(is_offered(spec, "open", ""));
  CHECK(is_offered(spec, "open", "Claims"));
  CHECK(is_offered(spec, "review", "Complaints"));
  CHECK_FALSE(is_offered(spec, "review", "Request"));
  CHECK_FALSE(is_offered(spec, "review", ""));
  CHECK_FALSE(is_offered(spec, "Open", ""));
  CHECK_FALSE(is_offered(spec, "", ""));
  CHECK(broken(spec, "review", true, "Claims") == std::nullopt);
  CHECK(broken(spec, "review", true, "Request") == Message::bad_choice);
  CHECK(broken(spec, "closed") == Message::bad_choice);
}
TEST_CASE("a time is one of the day's, with or without its seconds") {
  for (const char* good :
       {"14:30:00", "14:30", "00:00", "00:00:00", "19:59", "23:59:59", " 14:30 "}) {
    CAPTURE(good);
    CHECK(is_right(FieldKind::time, good));
  }
  for (const char* bad : {"24:00", "9:05", "14:60", "14:30:60", "1430", "14", "14:", ":30", "14:3",
                          "14:30:", "14:30:5", "014:30", "14:30:00:00", "14:30:00.5", "2:30 PM",
                          "-1:30", "14.30", "14:３0", "1a:30"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_right(FieldKind::time, bad));
  }
  FieldSpec spec;
  spec.kind = FieldKind::time;
  const auto fault = check_value(spec, "noon", false, "");
  REQUIRE(fault);
  CHECK(fault->in(Language::en) == "Write it like 14:30.");
  CHECK(fault->in(Language::de) == "Schreiben Sie es wie 14:30.");
}

TEST_CASE("a value is held as its control would hold it") {
  CHECK(as_held(FieldKind::multiline, "a\r\nb\rc\nd\n\re") == "a\nb\nc\nd\n\ne");
  CHECK(as_held(FieldKind::multiline, "\r") == "\n");
  CHECK(as_held(FieldKind::text, "a\r\nb\rc\nd") == "abcd");
  CHECK(as_held(FieldKind::email, "ana@acme.co\n") == "ana@acme.co");
  CHECK(as_held(FieldKind::text, "a\xFF\tb ") == "a\uFFFD\tb ");
  CHECK(as_held(FieldKind::multiline, "") == "");
}

TEST_CASE("text is sent as typed, the other kinds without white space around them") {
  CHECK(as_sent(FieldKind::text, " a ") == " a ");
  CHECK(as_sent(FieldKind::multiline, "\na\n") == "\na\n");
  CHECK(as_sent(FieldKind::choice, " a ") == " a ");
  CHECK(as_sent(FieldKind::email, " a@b ") == "a@b");
  CHECK(as_sent(FieldKind::phone, " 12345 ") == "12345");
  CHECK(as_sent(FieldKind::number, " 5") == "5");
  CHECK(as_sent(FieldKind::date, "2026-11-24 ") == "2026-11-24");
}

TEST_CASE("a time is sent as hours, minutes and seconds") {
  CHECK(as_sent(FieldKind::time, " 09:05 ") == "09:05:00");
  CHECK(as_sent(FieldKind::time, "14:30") == "14:30:00");
  CHECK(as_sent(FieldKind::time, "14:30:15") == "14:30:15");
}

TEST_CASE("an extension is what follows the last dot, in lower case") {
  CHECK(extension_of("factura.PDF") == "pdf");
  CHECK(extension_of("a.tar.gz") == "gz");
  CHECK(extension_of("README") == "");
  CHECK(extension_of("") == "");
  CHECK(extension_of("a.") == "");
  CHECK(extension_of(".png") == "png");
  CHECK(extension_of("x.ÑÑ") == "ÑÑ");
}

FileLimits limits_of(std::uint32_t count, std::uint64_t each, std::uint64_t total) {
  FileLimits limits;
  limits.part_name = "file[]";
  limits.extensions = {"pdf", "png", "zip"};
  limits.max_files = count;
  limits.max_file_size = each;
  limits.max_total_size = total;
  return limits;
}

std::vector<std::optional<Message>> faults(
    const FileLimits& limits, const std::vector<std::pair<const char*, std::uint64_t>>& files) {
  std::vector<Attachment> attachments;
  for (const auto& [name, size] : files) attachments.push_back({1, name, "", size, {}});
  check_attachments(limits, attachments);
  std::vector<std::optional<Message>> found;
  for (const Attachment& each : attachments) {
    found.push_back(each.fault ? std::optional(each.fault->message) : std::nullopt);
  }
  return found;
}

using Found = std::vector<std::optional<Message>>;
constexpr std::nullopt_t ok = std::nullopt;

TEST_CASE("a file of another type is refused, and .zip is recommended where it is accepted") {
  FileLimits limits = limits_of(5, 100, 500);
  CHECK(faults(limits, {{"a.exe", 1}, {"b", 1}, {"c.PNG", 1}}) ==
        Found{Message::file_type_or_zip, Message::file_type_or_zip, ok});
  limits.extensions = {"pdf"};
  CHECK(faults(limits, {{"a.exe", 1}}) == Found{Message::file_type});
}

TEST_CASE("a folder is none of the files, whatever its name ends in") {
  for (const char* name : {"Fotos", "Fotos.pdf"}) {
    std::vector<Attachment> dropped = {{1, name, std::string(folder_type), 0, {}}};
    check_attachments(limits_of(5, 100, 500), dropped);
    CHECK(dropped[0].fault == Fault{Message::file_folder});
  }
}

TEST_CASE("a file's size: 0, 1, the limit and one more") {
  CHECK(faults(limits_of(5, 100, 500),
               {{"a.pdf", 0}, {"b.pdf", 1}, {"c.pdf", 100}, {"d.pdf", 101}}) ==
        Found{Message::file_empty, ok, ok, Message::file_too_large});
}

TEST_CASE("the sum of all files: one below, the limit and one more") {
  const FileLimits limits = limits_of(5, 100, 200);
  CHECK(faults(limits, {{"a.pdf", 100}, {"b.pdf", 99}}) == Found{ok, ok});
  CHECK(faults(limits, {{"a.pdf", 100}, {"b.pdf", 100}}) == Found{ok, ok});
  CHECK(faults(limits, {{"a.pdf", 100}, {"b.pdf", 100}, {"c.pdf", 1}}) ==
        Found{ok, ok, Message::files_too_large});
  // The one that does not fit is left out of the sum: a smaller one after it may fit.
  CHECK(faults(limits, {{"a.pdf", 100}, {"b.pdf", 90}, {"c.pdf", 20}, {"d.pdf", 10}}) ==
        Found{ok, ok, Message::files_too_large, ok});
}

TEST_CASE("the number of files: the limit and one more") {
  const FileLimits limits = limits_of(2, 100, 500);
  CHECK(faults(limits, {{"a.pdf", 1}, {"b.pdf", 1}}) == Found{ok, ok});
  CHECK(faults(limits, {{"a.pdf", 1}, {"b.pdf", 1}, {"c.pdf", 1}}) ==
        Found{ok, ok, Message::too_many_files});
  // A refused file takes no place.
  CHECK(faults(limits, {{"a.exe", 1}, {"b.pdf", 1}, {"c.pdf", 1}}) ==
        Found{Message::file_type_or_zip, ok, ok});
}

TEST_CASE("sizes near 2^64 do not wrap around") {
  const std::uint64_t huge = ~std::uint64_t{0};
  CHECK(faults(limits_of(5, huge, huge), {{"a.pdf", huge}, {"b.pdf", huge}, {"c.pdf", 1}}) ==
        Found{ok, Message::files_too_large, Message::files_too_large});
}

TEST_CASE("a fault is told in each language, with sizes as people read them") {
  CHECK(Fault{Message::file_too_large, {2'500'000}}.in(Language::pt) ==
        "Passa de 2,5 MB. Remova-o ou escolha um menor.");
  CHECK(Fault{Message::files_too_large, {20'000'000}}.in(Language::es) ==
        "Los archivos suman más de 20 MB. Quita alguno.");
  CHECK(Fault{Message::too_many_files, {5}}.in(Language::es) ==
        "Máximo de archivos: 5. Quita este.");
  CHECK(Fault{Message::missing_case_type}.in(Language::es) == "Elige el tipo de caso.");
}

}  // namespace
}  // namespace casement
