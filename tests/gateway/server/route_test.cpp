#include "gateway/server/route.hpp"

#include <doctest/doctest.h>

#include "core/protocol/endpoint.hpp"

namespace casement::gateway {
namespace {

using What = Route::What;

const std::string insert(cases_insert_path);
const std::string browser_key = "0f6ac9a2-8a5b-4d3c-9a87-3b1f0c6b2d11";

GatewayConfig two_forms() {
  GatewayConfig config;
  config.forms.resize(2);
  config.forms[0].path = "/portal";
  config.forms[1].path = "";
  return config;
}

TEST_CASE("a target names the gateway's own pages, or a form and what is asked of it") {
  const GatewayConfig config = two_forms();
  struct Row {
    std::string target;
    What what;
    int form;  ///< -1: none
    std::string key;
  };
  const Row rows[] = {
      {"/healthz", What::health, -1, ""},
      {"/readyz", What::ready, -1, ""},
      {"/metrics", What::metrics, -1, ""},
      {insert, What::insert, 1, ""},
      {"/portal" + insert, What::insert, 0, ""},
      {insert + "/" + browser_key, What::state, 1, browser_key},
      {"/portal" + insert + "/" + browser_key, What::state, 0, browser_key},
      {insert + "/" + browser_key + "/challenge", What::challenge, 1, browser_key},
  };
  for (const Row& row : rows) {
    CAPTURE(row.target);
    const Route route = route_of(config, row.target);
    CHECK(route.what == row.what);
    CHECK(route.form ==
          (row.form < 0 ? nullptr : &config.forms[static_cast<std::size_t>(row.form)]));
    CHECK(route.key == row.key);
  }
}

TEST_CASE("whatever is not exactly one of them is nowhere, and no form's") {
  const GatewayConfig config = two_forms();
  for (const std::string& target : {std::string(),
                                    std::string("/"),
                                    std::string("*"),
                                    std::string("healthz"),
                                    std::string("/healthz/"),
                                    std::string("/healthz?a"),
                                    std::string("/Healthz"),
                                    "/Portal" + insert,
                                    "/portalx" + insert,
                                    "//portal" + insert,
                                    "/portal/.." + insert,
                                    insert + "/",
                                    insert + "?a=b",
                                    insert + "x",
                                    insert + "/short",
                                    insert + "/" + browser_key + "/",
                                    insert + "/" + browser_key + "?a",
                                    insert + "/" + browser_key + "/challenges",
                                    insert + "/" + browser_key + "/challenge/",
                                    insert + "//challenge",
                                    insert + "/%30f6ac9a2-8a5b-4d3c-9a87-3b1f0c6b2d11",
                                    "https://gateway.example.com" + insert}) {
    CAPTURE(target);
    const Route route = route_of(config, target);
    CHECK(route.what == What::nowhere);
    CHECK(route.form == nullptr);
    CHECK(route.key.empty());
  }
}

TEST_CASE("each place has a name for the log") {
  for (const auto& [what, name] :
       {std::pair{What::nowhere, "nowhere"}, std::pair{What::insert, "insert"},
        std::pair{What::state, "state"}, std::pair{What::challenge, "challenge"},
        std::pair{What::health, "health"}, std::pair{What::ready, "ready"},
        std::pair{What::metrics, "metrics"}}) {
    CHECK(name_of(what) == name);
  }
}

}  // namespace
}  // namespace casement::gateway
