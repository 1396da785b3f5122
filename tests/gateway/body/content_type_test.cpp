#include "gateway/body/content_type.hpp"

#include <doctest/doctest.h>

#include <string>

using casement::gateway::boundary_of;
using namespace std::string_literals;

TEST_CASE("the boundaries of browsers, of the widget and of libraries are taken") {
  for (const std::string& each :
       {"----WebKitFormBoundaryABCDEFGHIJKLMNOP"s,
        "----geckoformboundary5e1b2c3d4e5f60718293a4b5c6d7"s, "----formdata-undici-012345678901"s,
        "----CasementBoundary0123456789abcdef0123456789abcdef"s, std::string(1, 'a'),
        "0123456789-AZaz'()+_./:=?"s, std::string(70, '-')}) {
    CHECK(boundary_of("multipart/form-data; boundary=" + each) == each);
    CHECK(boundary_of("multipart/form-data;boundary=\"" + each + "\"") == each);
    CHECK(boundary_of("Multipart/Form-Data ;\tBOUNDARY=" + each) == each);
    CHECK(boundary_of("multipart/form-data; boundary=" + each + ";charset=UTF-8") == each);
    CHECK(boundary_of("multipart/form-data; charset=\"utf-8\"; boundary=" + each) == each);
  }
  CHECK(boundary_of("multipart/form-data; boundary=\"a, b\"") == "a, b");
}

TEST_CASE("any other content type is refused") {
  const std::string b(30, 'b');
  for (const std::string& each :
       {""s,
        "multipart/form-data"s,
        "multipart/form-data; boundary="s,
        "multipart/form-data; boundary=" + std::string(71, 'a'),
        "multipart/form-data; boundary=\"" + std::string(71, 'a') + "\"",
        "multipart/form-data; boundary=\"\""s,
        "multipart/form-data; boundary=\"" + b,
        "multipart/form-data; boundary=\"" + b + " \"",
        "multipart/form-data; boundary = " + b,
        "multipart/form-data; boundary=a b"s,
        "multipart/form-data; boundary=" + b + ", x",
        "multipart/form-data; boundary=" + b + "; charset=utf-16",
        "multipart/form-data; boundary=" + b + "; boundary=" + b,
        "multipart/form-data; charset=utf-8; charset=utf-8; boundary=" + b,
        "multipart/form-data; boundary=" + b + ";",
        "multipart/form-data, boundary=" + b,
        "multipart/form-data boundary=" + b,
        "multipart/form-data; boundary=\"a\\b\""s,
        "multipart/form-data; xboundary=OTHER; boundary=" + b,
        "multipart/form-data; boundary=" + b + "*",
        "multipart/form-data; boundary=" + b + "\0"s,
        "multipart/form-data; boundary=\xC3\xA9"s,
        " multipart/form-data; boundary=" + b,
        "multipart/mixed; boundary=" + b,
        "application/x-www-form-urlencoded"s}) {
    CAPTURE(each);
    CHECK_FALSE(boundary_of(each).has_value());
  }
}
