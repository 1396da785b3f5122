#include "gateway/net/log.hpp"

#include <cstdio>
#include <ctime>
#include <string>
#include <utility>

#include "core/text/json_document.hpp"

namespace casement::gateway {
namespace {

std::string now_text() {
  std::timespec now{};
  std::timespec_get(&now, TIME_UTC);
  // All logs are written by one thread, and many of them within one second.
  static std::time_t second = 0;
  static std::string begin;
  if (begin.empty() || now.tv_sec != second) {
    std::tm parts{};
    gmtime_r(&now.tv_sec, &parts);
    char text[32];
    begin.assign(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.", &parts));
    second = now.tv_sec;
  }
  const std::string ms = std::to_string(1000 + now.tv_nsec / 1'000'000);
  return begin + ms.substr(1) + "Z";
}

void write_line(std::string line) {
  line += "}\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
}

}  // namespace

void write_log(const LogLine& line) {
  std::string text = R"({"time":")" + now_text() + R"(","request":")";
  text.append(line.id).append(R"(","method":)").append(json_string(line.method));
  text.append(R"(,"what":")").append(line.what).append(R"(","status":)");
  text.append(std::to_string(line.status)).append(R"(,"outcome":")").append(line.outcome);
  text.append(R"(","bytes":)").append(std::to_string(line.bytes));
  text.append(R"(,"us":)").append(std::to_string(line.took.count()));
  if (!line.refusal.empty()) text.append(R"(,"refusal":")").append(line.refusal).append("\"");
  write_line(std::move(text));
}

void flush_log() { std::fflush(stdout); }

void write_log(std::string_view level, std::string_view sentence) {
  std::string text = R"({"time":")" + now_text() + R"(","level":")";
  text.append(level).append(R"(","message":)").append(json_string(sentence));
  write_line(std::move(text));
  flush_log();
}

}  // namespace casement::gateway
