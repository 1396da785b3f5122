#include "core/protocol/endpoint.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "support/exact_text.hpp"

using namespace casement;
using casement::testing::ExactText;
using casement::testing::repeated;
using enum casement::EndpointFault;

namespace {

const std::string path(cases_insert_path);
const std::string_view document = "https://portal.example/help/case-form.json?v=2#top";
const std::string_view crm = "crm0001.wolkvox.com";
const std::string_view proxy = "https://proxy.example/{url}";

using Answer = Result<Endpoint, EndpointError>;

Answer gateway(std::string_view base, std::string_view document_url = document) {
  return gateway_endpoint(ExactText(base), ExactText(document_url));
}

Answer direct(std::string_view proxy_text, std::string_view server = crm) {
  const auto host = read_server(ExactText(server));
  if (!host.ok()) return host.error();
  return direct_endpoint(ExactText(proxy_text), host.value(), ExactText(document));
}

std::string url_of(const Answer& answer) {
  return answer.ok() ? answer.value().url : "error: " + answer.error().suggestion;
}

void check_fault(const Answer& answer, EndpointFault fault, std::string_view value,
                 std::string_view suggestion) {
  CAPTURE(value);
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().fault == fault);
  CHECK(answer.error().value == value);
  CHECK(answer.error().suggestion == suggestion);
}

void check_server(std::string_view server, EndpointFault fault, std::string_view suggestion) {
  check_fault(direct(proxy, server), fault, server, suggestion);
}

void check_proxy(std::string_view text, EndpointFault fault, std::string_view suggestion) {
  check_fault(direct(text), fault, text, suggestion);
}

void check_base(std::string_view base, EndpointFault fault, std::string_view suggestion) {
  check_fault(gateway(base), fault, base, suggestion);
}

}  // namespace

TEST_CASE("the path is appended to a base exactly once") {
  CHECK(url_of(gateway("https://gw.example")) == "https://gw.example" + path);
  CHECK(url_of(gateway("https://gw.example/")) == "https://gw.example" + path);
  CHECK(url_of(gateway("https://gw.example//")) == "https://gw.example" + path);
  CHECK(url_of(gateway("https://gw.example/a/b/")) == "https://gw.example/a/b" + path);
  CHECK(url_of(gateway("https://gw.example" + path)) == "https://gw.example" + path);
  CHECK(url_of(gateway("https://gw.example/a" + path + "/")) == "https://gw.example/a" + path);
  CHECK(url_of(gateway("https://gw.example/server")) == "https://gw.example/server" + path);
  CHECK(url_of(gateway(" HTTPS://GW.example:8443/A \n")) == "https://gw.example:8443/A" + path);
  CHECK(url_of(gateway("https://gw.example/á")) == "https://gw.example/á" + path);
}

TEST_CASE("a relative base resolves against the document that holds it") {
  CHECK(url_of(gateway("./")) == "https://portal.example/help" + path);
  CHECK(url_of(gateway(".")) == "https://portal.example/help" + path);
  CHECK(url_of(gateway("../")) == "https://portal.example" + path);
  CHECK(url_of(gateway("../../../x/")) == "https://portal.example/x" + path);
  CHECK(url_of(gateway("/crm")) == "https://portal.example/crm" + path);
  CHECK(url_of(gateway("/")) == "https://portal.example" + path);
  CHECK(url_of(gateway("crm/")) == "https://portal.example/help/crm" + path);
  CHECK(url_of(gateway("crm")) == "https://portal.example/help/crm" + path);
  CHECK(url_of(gateway("a/./b/../c")) == "https://portal.example/help/a/c" + path);
  CHECK(url_of(gateway("a/..")) == "https://portal.example/help" + path);
  CHECK(url_of(gateway("./gw.example/")) == "https://portal.example/help/gw.example" + path);
  CHECK(url_of(gateway("v1.2/")) == "https://portal.example/help/v1.2" + path);
  CHECK(url_of(gateway("//gw.example/x")) == "https://gw.example/x" + path);
  CHECK(url_of(gateway(path)) == "https://portal.example" + path);
}

TEST_CASE("only the document's place counts: not its user name, query or fragment") {
  CHECK(url_of(gateway("./", "https://portal.example")) == "https://portal.example" + path);
  CHECK(url_of(gateway("./", "https://portal.example?a=/b/c")) == "https://portal.example" + path);
  CHECK(url_of(gateway("./", "https://portal.example#a/b/c")) == "https://portal.example" + path);
  CHECK(url_of(gateway("./", "https://u:p@portal.example/a/b")) ==
        "https://portal.example/a" + path);
  CHECK(url_of(gateway("./", "https://portal.example/a@b/c")) ==
        "https://portal.example/a@b" + path);
  CHECK(url_of(gateway("./", "http://127.0.0.1:8080/")) == "http://127.0.0.1:8080" + path);
  CHECK(url_of(gateway("./", "http://[::1]:8080/a/")) == "http://[::1]:8080/a" + path);
}

TEST_CASE("without an http document there is nothing to resolve against") {
  for (const char* text : {"", "about:blank", "file:///tmp/a.html", "blob:https://a.example/1",
                           "data:text/html,x", "portal.example/", "http:", "https:", "https:/",
                           "https://", "https:///a", "https://a b/", "https://@", "http:\\\\a"}) {
    CAPTURE(text);
    check_fault(gateway("./", text), proxy_malformed, "./", "");
    check_fault(gateway("//gw.example/", text), proxy_malformed, "//gw.example/", "");
    CHECK(gateway("https://gw.example/", text).ok());
  }
}

TEST_CASE("http is for loopback alone") {
  CHECK(url_of(gateway("http://localhost:8080")) == "http://localhost:8080" + path);
  CHECK(url_of(gateway("http://gw.localhost/")) == "http://gw.localhost" + path);
  CHECK(url_of(gateway("http://127.1.2.3/x")) == "http://127.1.2.3/x" + path);
  CHECK(url_of(gateway("http://[::1]:90/")) == "http://[::1]:90" + path);
  CHECK(url_of(gateway("https://localhost/")) == "https://localhost" + path);
  check_base("http://gw.example/a", proxy_not_https, "https://gw.example/a");
  check_base("HTTP://GW.example:80", proxy_not_https, "https://gw.example:80");
  check_base("http://128.0.0.1/", proxy_not_https, "https://128.0.0.1/");
  check_base("http://localhost.example/", proxy_not_https, "https://localhost.example/");
  check_proxy("http://proxy.example/?u={url}", proxy_not_https, "https://proxy.example/?u={url}");
  check_fault(gateway("/crm", "http://intranet/"), proxy_not_https, "/crm", "https://intranet/crm");
  check_fault(gateway("//gw.example", "http://localhost/"), proxy_not_https, "//gw.example",
              "https://gw.example");
}

TEST_CASE("a base is missing when it is empty or white space") {
  check_base("", proxy_missing, "");
  check_base(" \t\n", proxy_missing, "");
  check_proxy("", proxy_missing, "");
  check_proxy("\u00A0", proxy_missing, "");
}

TEST_CASE("a base with a query cannot take the path") {
  check_base("https://gw.example/?a=b", proxy_has_query, "https://gw.example/");
  check_base("https://gw.example?", proxy_has_query, "https://gw.example");
  check_proxy("https://proxy.example/?url=", proxy_has_query,
              "https://proxy.example/?url={url:encoded}");
  check_proxy("?url=", proxy_has_query,
              "https://portal.example/help/case-form.json?url={url:encoded}");
}

TEST_CASE("a doubled scheme is told with the right form") {
  check_base("https://https://gw.example/a", proxy_doubled_scheme, "https://gw.example/a");
  check_base("http://https://gw.example", proxy_doubled_scheme, "https://gw.example");
  check_base("https://http://gw.example", proxy_doubled_scheme, "https://gw.example");
  check_base("https:https://gw.example", proxy_doubled_scheme, "https://gw.example");
  check_base("HTTPS://HTTPS//gw.example/a", proxy_doubled_scheme, "https://gw.example/a");
  check_base("http://http//gw.example", proxy_doubled_scheme, "https://gw.example");
  check_base("https://https://http://localhost:1/", proxy_doubled_scheme, "http://localhost:1/");
  check_proxy("https://https://proxy.example/{url}", proxy_doubled_scheme,
              "https://proxy.example/{url}");
  check_proxy("https://proxy.example/https://{url}", proxy_doubled_scheme,
              "https://proxy.example/{url}");
  check_proxy("https://proxy.example/?u=http://{url:encoded}", proxy_doubled_scheme,
              "https://proxy.example/?u={url:encoded}");
  check_proxy("https://{url}", proxy_doubled_scheme, "https://proxy.example/{url}");
}

TEST_CASE("a proxy in whose path a whole URL stands is left alone") {
  CHECK(url_of(direct("https://cors.example/https://crm.example")) ==
        "https://cors.example/https://crm.example" + path);
}

TEST_CASE("an address without its scheme is not taken for a folder") {
  check_base("gw.example", proxy_malformed, "https://gw.example");
  check_base("gw.example/a", proxy_malformed, "https://gw.example/a");
  check_base("gw.example:8443/a", proxy_malformed, "https://gw.example:8443/a");
  check_base("gw:8443", proxy_malformed, "https://gw:8443");
  check_base("localhost:8080/", proxy_malformed, "http://localhost:8080/");
  check_base("localhost", proxy_malformed, "http://localhost");
  check_base("127.0.0.1:8080", proxy_malformed, "http://127.0.0.1:8080");
  check_base("[::1]:8080", proxy_malformed, "http://[::1]:8080");
  check_proxy("proxy.example/{url}", proxy_malformed, "https://proxy.example/{url}");
}

TEST_CASE("other malformed proxies") {
  check_base("ftp://gw.example/", proxy_malformed, "");
  check_base("javascript:alert(1)", proxy_malformed, "");
  check_base("https:/gw.example/a", proxy_malformed, "https://gw.example/a");
  check_base("https:gw.example", proxy_malformed, "https://gw.example");
  check_base("https//gw.example", proxy_malformed, "https://gw.example");
  check_base("http//localhost:8080/", proxy_malformed, "http://localhost:8080/");
  check_base("https://", proxy_malformed, "");
  check_base("https:///a", proxy_malformed, "https://a");
  check_base("https://?a", proxy_malformed, "");
  check_base("https://user:secret@gw.example/a", proxy_malformed, "https://gw.example/a");
  check_base("https://gw.example./a", proxy_malformed, "https://gw.example/a");
  check_base("https://señor.example/a", proxy_malformed, "https://xn--….example/a");
  check_base("https://gw.example:99999/", proxy_malformed, "");
  check_base("https://1.2.3/", proxy_malformed, "");
  check_base("https://gw.example/#a", proxy_malformed, "https://gw.example/");
  check_base("https://gw.example/a b", proxy_malformed, "");
  check_base(std::string_view("https://gw.example/\0", 20), proxy_malformed, "");
  check_base("https://gw.example/\x7F", proxy_malformed, "");
  check_base("https:\\\\gw.example\\a", proxy_malformed, "https://gw.example/a");
  check_base("https://gw.example/{url}", proxy_malformed, "");
}

TEST_CASE("a template takes the CRM's URL raw or encoded") {
  CHECK(url_of(direct("https://proxy.example/{url}")) ==
        "https://proxy.example/https://crm0001.wolkvox.com" + path);
  CHECK(url_of(direct(" https://proxy.example/{url} ")) ==
        "https://proxy.example/https://crm0001.wolkvox.com" + path);
  CHECK(url_of(direct("https://proxy.example/?url={url:encoded}&x=1")) ==
        "https://proxy.example/?url=https%3A%2F%2Fcrm0001.wolkvox.com"
        "%2Fserver%2FAPI%2Fv2%2Fcases%2Finsert.php&x=1");
  CHECK(url_of(direct("https://proxy.example?{url}")) ==
        "https://proxy.example?https://crm0001.wolkvox.com" + path);
  CHECK(url_of(direct("/proxy/{url}")) ==
        "https://portal.example/proxy/https://crm0001.wolkvox.com" + path);
  CHECK(url_of(direct("proxy.php?u={url}")) ==
        "https://portal.example/help/proxy.php?u=https://crm0001.wolkvox.com" + path);
  CHECK(url_of(direct("../{url}")) == "https://portal.example/https://crm0001.wolkvox.com" + path);
  CHECK(url_of(direct("https://proxy.example/a/../{url}")) ==
        "https://proxy.example/https://crm0001.wolkvox.com" + path);
  CHECK(url_of(direct("http://localhost:1/{url}", "CRM.Example:444")) ==
        "http://localhost:1/https://crm.example:444" + path);
}

TEST_CASE("a loopback server is spoken to in http, unless its port says otherwise") {
  CHECK(url_of(direct(proxy, "127.0.0.1:9000")) ==
        "https://proxy.example/http://127.0.0.1:9000" + path);
  CHECK(url_of(direct(proxy, "localhost")) == "https://proxy.example/http://localhost" + path);
  CHECK(url_of(direct(proxy, "localhost:443")) ==
        "https://proxy.example/https://localhost:443" + path);
  CHECK(url_of(direct(proxy, "[::1]:8443")) == "https://proxy.example/https://[::1]:8443" + path);
  CHECK(url_of(direct("https://p.example/{url:encoded}", "[::1]:80")) ==
        "https://p.example/http%3A%2F%2F%5B%3A%3A1%5D%3A80"
        "%2Fserver%2FAPI%2Fv2%2Fcases%2Finsert.php");
}

TEST_CASE("a proxy base knows its CRM, but the server is checked all the same") {
  CHECK(url_of(direct("https://proxy.example/wolkvox/")) == "https://proxy.example/wolkvox" + path);
  check_fault(direct("https://proxy.example/", ""), server_missing, "", "");
}

TEST_CASE("a template has one slot, by one of its two names") {
  check_proxy("https://proxy.example/{URL}", proxy_malformed, "https://proxy.example/{url}");
  check_proxy("https://proxy.example/{target}", proxy_malformed, "https://proxy.example/{url}");
  check_proxy("https://proxy.example/{url:encode}?x", proxy_malformed,
              "https://proxy.example/{url:encoded}?x");
  check_proxy("https://proxy.example/{}", proxy_malformed, "https://proxy.example/{url}");
  check_proxy("https://proxy.example/{{url}}", proxy_malformed, "");
  check_proxy("https://proxy.example/{url}/{url}", proxy_malformed, "");
  check_proxy("https://proxy.example/{url", proxy_malformed, "");
  check_proxy("https://proxy.example/url}", proxy_malformed, "");
  check_proxy("https://proxy.example/}{url}", proxy_malformed, "");
  check_proxy("https://proxy.example{url}", proxy_malformed, "https://proxy.example/{url}");
  check_proxy("https://{url}.example/", proxy_doubled_scheme,
              "https://proxy.example/{url}.example/");
  check_proxy("{url}", proxy_malformed, "");
  check_proxy("https://proxy.example/#{url}", proxy_malformed, "https://proxy.example/");
}

TEST_CASE("a server is a bare host") {
  check_server("", server_missing, "");
  check_server("  ", server_missing, "");
  check_server("https://crm.wolkvox.com", server_has_scheme, "crm.wolkvox.com");
  check_server("HTTP://CRM.wolkvox.com/x", server_has_scheme, "crm.wolkvox.com");
  check_server("https://https://crm.wolkvox.com", server_has_scheme, "crm.wolkvox.com");
  check_server("https:crm.wolkvox.com", server_has_scheme, "crm.wolkvox.com");
  check_server("https//crm.wolkvox.com", server_has_scheme, "crm.wolkvox.com");
  check_server("//crm.wolkvox.com", server_has_scheme, "crm.wolkvox.com");
  check_server("ftp://crm.wolkvox.com:21/", server_has_scheme, "crm.wolkvox.com:21");
  check_server("https://user@crm.wolkvox.com/", server_has_scheme, "crm.wolkvox.com");
  check_server("https://", server_has_scheme, "");
  check_server("crm.wolkvox.com/", server_has_path, "crm.wolkvox.com");
  check_server("crm.wolkvox.com:443/login?a=https://b", server_has_path, "crm.wolkvox.com:443");
  check_server("crm.wolkvox.com\\x", server_has_path, "crm.wolkvox.com");
  check_server("crm.wolkvox.com:443/https://x", server_has_path, "crm.wolkvox.com:443");
  check_server("crm.wolkvox.com?a=/b", server_has_query, "crm.wolkvox.com");
  check_server("crm.wolkvox.com#a", server_has_query, "crm.wolkvox.com");
  check_server("/login", server_has_path, "");
  check_server("{server}", server_malformed, "");
  check_server("crm wolkvox com", server_malformed, "");
  check_server("crm.wolkvox.com.", server_malformed, "crm.wolkvox.com");
  check_server("ana@crm.wolkvox.com", server_malformed, "crm.wolkvox.com");
  check_server("crm.wolkvox.com:", server_malformed, "crm.wolkvox.com");
  check_server("crm.wolkvox.com:70000", server_malformed, "");
  check_server("peña.example", server_malformed, "xn--….example");
  check_server("999.1.1.1", server_malformed, "");
  CHECK(url_of(direct(proxy, " CRM.Wolkvox.com ")) ==
        "https://proxy.example/https://crm.wolkvox.com" + path);
}

TEST_CASE("a retired host is told with its successor, however it is written") {
  for (const char* text :
       {"sv0001.crmvox.com", "SV0001.CRMvox.com", "sv0001.crmvox.com:443", "sv0001.crmvox.com.",
        "https://sv0001.crmvox.com", "https://sv0001.crmvox.com/server/API",
        "sv0001.crmvox.com/x?y", "//sv0001.crmvox.com", " sv0001.crmvox.com "}) {
    check_server(text, server_retired, "crm0001.wolkvox.com");
  }
  check_server("sv0000.crmvox.com", server_retired, "crm0000.wolkvox.com");
  check_server("https://SV0000.crmvox.com/", server_retired, "crm0000.wolkvox.com");
  CHECK(direct(proxy, "sv0002.crmvox.com").ok());
  CHECK(direct(proxy, "xsv0001.crmvox.com").ok());
  check_base("https://sv0001.crmvox.com/", server_retired, "crm0001.wolkvox.com");
  check_proxy("http://sv0000.crmvox.com:80/a", server_retired, "crm0000.wolkvox.com");
}

TEST_CASE("addresses are read up to their limit") {
  const std::string start = "https://gw.example/";
  for (const std::size_t size : {url_limit - 1, url_limit}) {
    CHECK(gateway(start + repeated("a", size - start.size())).ok());
  }
  const std::string too_long = start + repeated("a", url_limit + 1 - start.size());
  check_base(too_long, proxy_malformed, "");
  CHECK(gateway("./", std::string_view(too_long).substr(0, url_limit)).ok());
  CHECK_FALSE(gateway("./", too_long).ok());
  check_server(repeated("a.", url_limit), server_malformed, "");
}

TEST_CASE("every truncation of a proxy and of a server is answered") {
  const std::string_view whole = "https://user:p@gw.example:8080/a/../b?u={url:encoded}#x";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string_view part = whole.substr(0, size);
    const Answer answers[] = {direct(part), direct(proxy, part), gateway(part),
                              gateway("./", part)};
    for (const Answer& answer : answers) {
      if (answer.ok()) CHECK(answer.value().url.find(cases_insert_path) != std::string::npos);
    }
  }
}
