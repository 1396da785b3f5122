/// An Authorization header, and behind a NUL the texts of a case, apart by \1: who is taken for a
/// client, and what it signs.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/access/client.hpp"
#include "gateway/access/digest.hpp"
#include "gateway/access/form.hpp"

using namespace casement::gateway;

namespace {

constexpr std::int64_t now = 1000;
const std::string secret = "0123456789abcdef0123456789abcdef";

Form form_with_clients() {
  Form form;
  for (const bool is_signed : {false, true}) {
    Form client;
    client.client = ClientAccess{is_signed ? "portal" : "other", secret, is_signed, 0};
    form.clients.push_back(client);
  }
  return form;
}

std::vector<TextPart> texts_of(std::string_view bytes) {
  std::vector<TextPart> texts;
  for (bool name = true; !bytes.empty(); name = !name) {
    const std::string_view each = bytes.substr(0, bytes.find('\1'));
    bytes.remove_prefix(std::min(bytes.size(), each.size() + 1));
    if (name)
      texts.push_back({std::string(each), ""});
    else
      texts.back().value = each;
  }
  return texts;
}

/// Another list of texts is never signed by the same signature.
void judge_signature(const ClientClaim& claim, const std::vector<TextPart>& texts) {
  const std::string text = signed_text("POST", "/p", claim.time, "key", texts);
  if (is_signed_by(claim, text)) std::abort();  // Nobody guesses one.
  const std::string right = hmac_sha256(secret, text);
  if (!is_signed_by({claim.form, claim.time, right}, text)) std::abort();
  if (texts.empty()) return;
  std::vector<TextPart> moved = texts;
  moved.front().name += ':';
  if (signed_text("POST", "/p", claim.time, "key", moved) == text) std::abort();
  moved = texts;
  moved.front().value = moved.front().name + moved.front().value;
  moved.front().name.clear();
  const bool same = moved.front().name == texts.front().name;
  if (!same && signed_text("POST", "/p", claim.time, "key", moved) == text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Form form = form_with_clients();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view header = input.substr(0, input.find('\0'));
  const std::string_view rest = input.substr(std::min(input.size(), header.size() + 1));
  const auto claim = client_of(form, header, now);
  if (!claim.ok() || claim.value().form == nullptr) return 0;
  const ClientAccess& access = *claim.value().form->client;
  if (access.is_signed == claim.value().signature.empty()) std::abort();
  // Without a signature the key itself was there, whole.
  if (!access.is_signed && !header.ends_with(access.key)) std::abort();
  if (access.is_signed) judge_signature(claim.value(), texts_of(rest));
  return 0;
}
