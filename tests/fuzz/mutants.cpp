/// mutants FILE SEED COUNT [naive]: makes mutants of the bodies in attack_bodies.json and of valid
/// ones, lets each through the gateway's own reader and rules, and writes what it would forward:
/// one line `BOUNDARY SIZE`, then the bytes. The last line counts all. `naive` is another filter
/// instead, one that only drops parts called exactly name="operation": it shows that the judge sees
/// escapes.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "../gateway/bodies.hpp"
#include "rules/forwarding.hpp"
#include "rules/gateway_config.hpp"

using namespace casement;
using namespace casement::gateway;
using namespace casement::gateway::testing;

namespace {

FormRules make_rules() {
  const Surroundings surroundings{
      [](const std::string&) -> std::optional<std::string> { return "token"; },
      [](const std::string&) -> std::optional<std::string> { return std::nullopt; }};
  const auto outcome = read_gateway_config(
      R"({"server":"crm0001.wolkvox.com","tokenEnv":"T","store":"s","forms":[{
          "origins":["https://a.example"],"fields":{"operation":"LOCKED","responsible":"LOCKED",
          "owner":"LOCKED","status":"LOCKED","contact":{"required":false},
          "description":{"required":false},"case-type":{"required":false},
          "priority":{"required":false},"file":{"extensions":["pdf","txt"]}}}]})",
      surroundings);
  if (!outcome.config) std::abort();
  return outcome.config->forms.at(0).rules;
}

/// As the gateway does with a body that it holds whole.
std::string through_gateway(std::string body, const FormRules& rules) {
  using Event = MultipartReader::Event;
  const PartNames names = part_names(rules);
  MultipartReader reader(boundary, names);
  std::span<char> rest = body;
  std::vector<TextPart> parts;
  bool file = false;
  for (Event event = Event::text; event != Event::end && !file;) {
    event = reader.next(rest);
    rest = rest.subspan(reader.consumed());
    if (event == Event::refused || event == Event::more) return {};
    if (event == Event::text) parts.push_back({reader.name(), reader.text()});
    file = event == Event::file;
  }
  const auto texts = check_texts(rules, parts, {});
  if (!texts.ok()) return {};
  if (file && !check_file(rules, reader.file_name(), 1).ok()) return {};
  return forwarded_body(file ? &reader : nullptr, rest, texts.value(), other).value_or("");
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
  for (int i = 0; i < 40; ++i) {
    list.push_back(texts + closing());
    list.push_back(texts + file_part("file[]", "a.pdf", "application/pdf", "%PDF\r\n") +
                   file_part("file[]", "b.txt", "text/plain", "B") + closing());
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
        "\"; filename=\"; name=operation; x=\""};
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
  const bool naive = count > 4 && std::strcmp(words[4], "naive") == 0;
  const FormRules rules = make_rules();
  const std::vector<std::string> list = seeds(words[1]);
  const std::size_t wanted = std::strtoull(words[3], nullptr, 10);
  Mutator mutator(static_cast<unsigned>(std::strtoul(words[2], nullptr, 10)));
  std::size_t forwarded = 0;
  std::string last;
  for (std::size_t i = 0; i < wanted; ++i) {
    // Each seed as it is first, then the mutants.
    std::string body =
        i < list.size() ? list[i] : mutator.mutate(list[mutator.pick(list.size())], list);
    const std::string out = naive ? through_naive(body) : through_gateway(std::move(body), rules);
    if (out.empty() || out == last) continue;
    last = out;
    ++forwarded;
    std::printf("%s %zu\n", std::string(naive ? boundary : other).c_str(), out.size());
    std::fwrite(out.data(), 1, out.size(), stdout);
  }
  std::printf("end %zu %zu\n", wanted, forwarded);
  return 0;
}
