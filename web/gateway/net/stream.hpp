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

using Timeout = std::chrono::seconds;

class Stream {
 public:
  Stream(Socket socket, Deadlines& deadlines);
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() = default;

  /// TLS as a client; the certificate must be of `host`. False when it is not, or on any failure.
  Task<std::string> start_tls(boost::asio::ssl::context& context, const std::string& host,
                              Timeout timeout);

  /// Bytes read; 0 at the end, on a failure and when the deadline passed.
  Task<std::size_t> read(std::span<char> into, Timeout timeout);
  /// The same into memory of the stream's own, which lasts until the next; empty for 0.
  Task<std::string_view> read(Timeout timeout);
  /// Each write must make progress within the timeout. `may` is asked right before each piece goes
  /// out: a machine can sleep between two of them. False when not all of it went.
  Task<bool> write(std::string_view bytes, Timeout timeout,
                   const std::function<bool()>* may = nullptr);
  /// Until something can be read, holding no buffer for it.
  Task<bool> wait_for_bytes(Timeout timeout);

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
