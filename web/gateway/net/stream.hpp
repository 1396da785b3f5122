/// @file
/// @brief A connection, plain or TLS, on which every wait has a deadline. One may read while
/// another writes.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/net/deadlines.hpp"
#include "gateway/net/task.hpp"

namespace casement::gateway {

using Patience = std::chrono::seconds;

class Wire {
 public:
  Wire(Socket socket, Deadlines& deadlines);
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() = default;

  /// TLS as a client; the certificate must be of `host`. False when it is not, or on any failure.
  Task<std::string> start_tls(boost::asio::ssl::context& context, const std::string& host,
                              Patience patience);

  /// Bytes read; 0 at the end, on a failure and when the deadline passed.
  Task<std::size_t> read(std::span<char> into, Patience patience);
  /// The same into memory of the wire's own, which lasts until the next; empty for 0.
  Task<std::string_view> read(Patience patience);
  /// Each write must make progress within the patience. `may` is asked right before each piece goes
  /// out: a machine can sleep between two of them. False when not all of it went.
  Task<bool> write(std::string_view bytes, Patience patience,
                   const std::function<bool()>* may = nullptr);
  /// Until something can be read, holding no buffer for it.
  Task<bool> wait_for_bytes(Patience patience);

  /// Says that nothing more will be written, and still reads.
  void end_writing();
  /// At once: whoever waits on it goes on.
  void close();
  /// Nothing was received that nobody asked for, and the other end is still there.
  [[nodiscard]] bool is_quiet();
  /// The last read's deadline has passed.
  [[nodiscard]] bool late() const noexcept { return reading_.passed(); }
  [[nodiscard]] Socket& socket() noexcept { return socket_; }

 private:
  std::size_t write_at_once(std::string_view bytes) noexcept;
  void stop_reading();

  Socket socket_;
  std::unique_ptr<boost::asio::ssl::stream<Socket&>> tls_;
  std::vector<char> inbox_;
  Deadline reading_;
  Deadline writing_;
};

}  // namespace casement::gateway
