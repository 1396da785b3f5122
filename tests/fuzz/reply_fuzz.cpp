/// What the CRM says is judged once, written anew, and must then be judged alike by the widget.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gateway/rules/answer.hpp"
#include "gateway/rules/case_query.hpp"

using namespace casement;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  constexpr int statuses[] = {200, 201, 204, 302, 400, 401, 403, 404, 408,
                              409, 413, 422, 425, 429, 500, 502, 503, 504};
  const int status = statuses[data[0] % (sizeof statuses / sizeof *statuses)];
  const std::string_view body(reinterpret_cast<const char*>(data + 1), size - 1);
  // The same bytes as the answer to a question: a case is there only where its key stands.
  const auto found = gateway::read_case_query(status, body, "4f1d").found;
  if (found == gateway::CaseFound::exists && body.find('4') == body.npos &&
      body.find('\\') == body.npos) {
    __builtin_trap();
  }
  const Reply reply = read_reply(status, body);
  if (reply.outcome == Outcome::unknown) return 0;
  const gateway::Answer told = gateway::verdict(reply, "secret-token", "id");
  const Reply again = read_reply(told.status, told.body);
  if ((again.outcome == Outcome::rejected) != (reply.outcome == Outcome::rejected)) {
    __builtin_trap();
  }
  if (again.outcome == Outcome::unknown) __builtin_trap();
  if (told.body.find("secret-token") != std::string::npos) __builtin_trap();
  return 0;
}
