/// mutants FILE SEED COUNT [naive|silent]: makes mutants of the bodies in attack_bodies.json and of
/// valid ones, lets each through the gateway's own reader and rules, and writes what it would
/// forward: one line `BOUNDARY SIZE SIZE`, then its bytes and those that came, under the other
/// boundary. Half of them are passed on in pieces of up to 1 KB. The last line counts all. `naive`
/// is another filter instead, one that only drops parts called exactly name="operation": it shows
/// that the judge sees escapes. `silent` writes the last line alone, for many.
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "../gateway/support/bodies.hpp"
#include "gateway/config/gateway_config.hpp"
#include "gateway/rules/forwarding.hpp"

using namespace casement;
using namespace casement::gateway;
using namespace casement::gateway::testing;

namespace {

FormRules make_rules() {
  const SecretSource secrets{
      [](const std::string&) -> std::optional<std::string> { return "token"; },
      [](const std::string&) -> std::optional<std::string> { return std::nullopt; }};
  const auto outcome = read_gateway_config(
      R"({"server":"crm0001.wolkvox.com","tokenEnv":"T","store":"s","forms":[{
          "origins":["https://a.example"],"fields":{"operation":"LOCKED","responsible":"LOCKED",
          "owner":"LOCKED","status":"LOCKED","contact":{"required":false},
          "description":{"required":false},"case-type":{"required":false},
          "priority":{"required":false},"file":{"extensions":["pdf","txt"]}}}]})",
      secrets);
  if (!outcome.config) std::abort();
  return outcome.config->forms.at(0).rules;
}

using Event = MultipartReader::Event;

/// As the gateway does with a body: held whole, or passed on in pieces while it comes.
std::string through_gateway(const std::string& body, const FormRules& rules, std::size_t piece) {
  static const PartNames names = part_names(rules);
  const bool whole = piece == 0;
  MultipartReader reader(boundary, names, whole ? PartOrder::any : PartOrder::texts_first);
  std::optional<PassingBody> passing;
  std::vector<TextPart> parts;
  std::vector<HeldFile> files;
  std::vector<Entry> entries;
  std::string out;
  std::size_t begin = 0;
  std::size_t end = whole ? body.size() : 0;
  const auto check = [&] {
    auto texts = check_texts(rules, parts, {});
    if (!texts.ok()) return false;
    entries = std::move(texts.value());
    // The gateway would take another boundary of its own.
    return std::none_of(entries.begin(), entries.end(), [](const Entry& entry) {
      return std::get<std::string>(entry.value).find(other) != std::string::npos;
    });
  };
  for (;;) {
    const std::string_view unread = std::string_view(body).substr(begin, end - begin);
    const Event event = reader.next(unread);
    begin += reader.consumed();
    const std::string_view bytes = unread.substr(0, reader.consumed());
    if (event == Event::refused) return {};
    if (event == Event::text) parts.push_back({reader.name(), reader.text()});
    if (event == Event::file && !check_file(rules, reader.file_name(), 1).ok()) return {};
    if (passing) {
      out += passing->before(event);
      if (event == Event::bytes) out += bytes;
    } else if (event == Event::file) {
      files.push_back({reader.name(), reader.file_name(), reader.file_type(), {}});
      if (!whole && !check()) return {};
      if (!whole) passing.emplace(reader, body.size(), other, entries, names.max_files);
    } else if (event == Event::bytes) {
      files.back().bytes = bytes;
    }
    if (event != Event::more) continue;
    if (end - begin > MultipartReader::held_limit) std::abort();
    if (end == body.size()) break;
    end = std::min(body.size(), end + piece);
  }
  if (reader.finish() != MultipartRule::none) return {};
  if (!passing) return check() ? forwarded_body(files, entries, other).value_or("") : "";
  out += passing->end();
  if (out.size() != passing->length()) std::abort();
  return out;
}

std::string through_naive(const std::string& body) {
  const std::string delimiter = "--" + std::string(boundary);
  std::string out = text_part("operation", "LOCKED");
  for (std::size_t at = body.find(delimiter); at != std::string::npos;) {
    const std::size_t next = body.find(delimiter, at + delimiter.size());
    const std::string part = body.substr(at, next == std::string::npos ? next : next - at);
    const std::string exact =
        delimiter + "\r\nContent-Disposition: form-data; name=\"operation\"\r\n\r\n";
    if (!part.starts_with(exact)) out += part;
    at = next;
  }
  return out;
}

std::vector<std::string> seeds(const char* path) {
  const Json document = Json::parse(read_file(path), nullptr, false);
  std::vector<std::string> list;
  for (const char* kind : {"attacks", "parser"}) {
    for (const Json& each : *member(document, kind)) {
      std::string body = bytes_of(*text_of(member(each, "body")));
      body = replaced(replaced(body, "BOUND", boundary), "boundary", boundary);
      list.push_back(body);
      list.push_back(replaced(body, text_part("operation", "locked"), ""));
    }
  }
  const std::string texts =
      text_part("contact", "a@b.co") + text_part("description", "x\r\ny") + text_part("form", "{}");
  const std::string two = file_part("file[]", "a.pdf", "application/pdf", "%PDF\r\n") +
                          file_part("file[]", "b.txt", "text/plain", "B");
  const std::string nothing = file_part("file[]", "", "application/octet-stream", "");
  const std::string delimiter = "--" + std::string(boundary) + "\r\n";
  const std::string terse =
      delimiter + "content-disposition:form-data;name=\"file[]\";filename=c.txt\r\n\r\nC\r\n";
  // As libraries write them: Guzzle, OkHttp, aiohttp; Spring; HttpClient; .NET; Jersey.
  const std::string libraries =
      delimiter +
      "Content-Disposition: form-data; name=\"contact\"\r\nContent-Length: 6\r\n\r\na@b.co\r\n" +
      delimiter +
      "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: 3\r\n"
      "Content-Disposition: form-data; name=\"description\"\r\n\r\nx\ny\r\n" +
      delimiter +
      "Content-Disposition: form-data; name=\"case-type\"\r\n"
      "Content-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
      "Request\r\n" +
      delimiter +
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Disposition: form-data; name=form\r\n\r\n{}\r\n";
  const std::string net =
      delimiter +
      "Content-Disposition: form-data; name=\"file[]\"; "
      "filename=\"=?utf-8?B?w7EudHh0?=\"; filename*=utf-8''%C3%B1.txt\r\n\r\nN\r\n";
  const std::string jersey = delimiter +
                             "Content-Type: text/plain\r\nContent-Disposition: form-data; "
                             "filename=\"d.txt\"; size=1; name=\"file[]\"\r\n\r\nD\r\n";
  const std::string bare_end = "--" + std::string(boundary) + "--";
  for (int i = 0; i < 20; ++i) {
    list.push_back(texts + closing());
    list.push_back(texts + two + closing());
    list.push_back(texts + nothing + closing() + "\r\n");
    list.push_back(texts + two + terse + nothing + bare_end);
    list.push_back(libraries + bare_end);
    list.push_back("\r\n" + libraries + two + net + jersey + nothing + closing());
    list.push_back(two + nothing + libraries + bare_end + "\n\n");
    list.push_back(libraries + file_part("file", "a.pdf", "", "%PDF") + bare_end);
  }
  return list;
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}
  std::string mutate(std::string body, const std::vector<std::string>& others) {
    for (std::size_t i = pick(4); i > 0 && !body.empty(); --i) step(body, others);
    return body;
  }
  std::size_t pick(std::size_t count) { return random_() % count; }

 private:
  void step(std::string& body, const std::vector<std::string>& others) {
    static const std::vector<std::string> words{
        "operation",
        "owner",
        "name=\"operation\"",
        "; name=operation",
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        "--",
        std::string("\r\n--").append(boundary),
        std::string("\n--").append(boundary),
        std::string("\n--").append(other),
        "\"",
        "'",
        "\\",
        ";",
        " ",
        "\t",
        ":",
        "[",
        "]",
        ".",
        "%22",
        "Content-Disposition: form-data; name=\"operation\"\r\n\r\nevil",
        "filename=\"a.pdf\"",
        std::string(1, '\0'),
        "MAX_FILE_SIZE",
        "_charset_",
        "\"; filename=\"; name=operation; x=\"",
        "Content-Length: 1\r\n",
        "Content-Type: text/plain\r\n",
        "Content-Transfer-Encoding: 8bit\r\n",
        "content-disposition:form-data;name=owner\r\n",
        "filename*=utf-8''a.pdf",
        "; name=\"file\"",
        "; filename=\"\"",
        std::string("--").append(boundary).append("--")};
    const std::size_t at = pick(body.size() + 1);
    switch (pick(7)) {
      case 0: body.insert(at, words[pick(words.size())]); break;
      case 1: body.erase(at, 1 + pick(8)); break;
      case 2:
        if (at < body.size()) body[at] = static_cast<char>(pick(256));
        break;
      case 3: body.insert(at, 1, static_cast<char>(pick(128))); break;
      case 4: {
        const std::string& from = others[pick(others.size())];
        body.insert(at, from.substr(pick(from.size() + 1), pick(200)));
        break;
      }
      case 5: body.insert(at, body.substr(pick(body.size()), pick(120))); break;
      default:
        body.replace(at, std::min<std::size_t>(pick(12), body.size() - at),
                     words[pick(words.size())]);
    }
  }
  std::mt19937 random_;
};

}  // namespace

int main(int count, char** words) {
  if (count < 4) return 2;
  const std::string_view how = count > 4 ? words[4] : "";
  const bool naive = how == "naive";
  const FormRules rules = make_rules();
  const std::vector<std::string> list = seeds(words[1]);
  const std::size_t wanted = std::strtoull(words[3], nullptr, 10);
  Mutator mutator(static_cast<unsigned>(std::strtoul(words[2], nullptr, 10)));
  std::size_t forwarded = 0;
  std::unordered_set<std::size_t> seen;
  for (std::size_t i = 0; i < wanted; ++i) {
    // Each seed as it is first, then the mutants.
    std::string body =
        i < list.size() ? list[i] : mutator.mutate(list[mutator.pick(list.size())], list);
    const std::size_t piece = i % 2 == 0 ? 0 : 1 + mutator.pick(1024);
    const std::string out = naive ? through_naive(body) : through_gateway(body, rules, piece);
    if (out.empty()) continue;
    // Each body once whole and once in pieces: most mutants of few steps are made many times.
    const std::size_t print = std::hash<std::string>{}(naive ? out : body);
    if (!seen.insert(naive || piece == 0 ? print : ~print).second) continue;
    ++forwarded;
    if (how == "silent") continue;
    if (naive) body = replaced(body, boundary, other);
    std::printf("%s %zu %zu\n", std::string(naive ? boundary : other).c_str(), out.size(),
                body.size());
    std::fwrite(out.data(), 1, out.size(), stdout);
    std::fwrite(body.data(), 1, body.size(), stdout);
  }
  std::printf("end %zu %zu\n", wanted, forwarded);
  return 0;
}
