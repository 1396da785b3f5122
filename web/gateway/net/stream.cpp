#include "gateway/net/stream.hpp"

#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <utility>

#include "gateway/net/task.hpp"

namespace casement::gateway {

namespace asio = boost::asio;

Stream::Stream(Socket socket, Deadlines& deadlines)
    : socket_(std::move(socket)),
      reading_(deadlines, [this] { stop_reading(); }),
      writing_(deadlines, [this] { close(); }) {
  boost::system::error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

Task<std::string> Stream::start_tls(asio::ssl::context& context, const std::string& host,
                                    Timeout timeout) {
  tls_ = std::make_unique<asio::ssl::stream<Socket&>>(socket_, context);
  SSL* const ssl = tls_->native_handle();
  SSL_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
  // RFC 9525, 6.3: what a certificate's subject is called says nothing of whom it speaks for.
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  const bool named = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1 ||
                     (SSL_set1_host(ssl, host.c_str()) == 1 &&
                      SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                               std::string(host).data()) == 1);
  if (!named) co_return "it has no name that a certificate could have";
  reading_.set(timeout);
  const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::client, as_result);
  reading_.clear();
  if (!error) co_return "";
  const long judged = SSL_get_verify_result(ssl);
  if (judged != X509_V_OK) {
    co_return std::string("its certificate is not trusted: ") +
        X509_verify_cert_error_string(judged);
  }
  co_return late() ? "it does not answer" : "it speaks no TLS that can be used: " + error.message();
}

Task<std::size_t> Stream::read(std::span<char> into, Timeout timeout) {
  const auto buffer = asio::buffer(into.data(), into.size());
  reading_.set(timeout);
  if (tls_) {
    const auto [error, size] = co_await tls_->async_read_some(buffer, as_result);
    reading_.clear();
    co_return error ? 0 : size;
  }
  const auto [error, size] = co_await socket_.async_read_some(buffer, as_result);
  reading_.clear();
  co_return error ? 0 : size;
}

Task<std::string_view> Stream::read(Timeout timeout) {
  constexpr std::size_t common = 4096;
  inbox_.resize(common);
  const std::size_t size = co_await read(inbox_, timeout);
  co_return std::string_view(inbox_.data(), size);
}

Task<bool> Stream::write(std::string_view bytes, Timeout timeout,
                         const std::function<bool()>* may) {
  // A turn of the event loop for each piece of an upload costs more than the piece. Small writes do
  // better in a row, each in its turn.
  constexpr std::size_t large = 65'536;
  const bool now = !tls_ && bytes.size() >= large && (may == nullptr || (*may)());
  if (now) bytes.remove_prefix(write_at_once(bytes));
  while (!bytes.empty()) {
    if (may != nullptr && !(*may)()) co_return false;
    const auto buffer = asio::buffer(bytes.data(), bytes.size());
    writing_.set(timeout);
    std::size_t written = 0;
    if (tls_) {
      const auto [error, size] = co_await tls_->async_write_some(buffer, as_result);
      if (!error) written = size;
    } else {
      const auto [error, size] = co_await socket_.async_write_some(buffer, as_result);
      if (!error) written = size;
    }
    writing_.clear();
    if (written == 0) co_return false;
    bytes.remove_prefix(written);
  }
  co_return true;
}

/// What the kernel has room for, which is mostly all: no turn of the event loop, no deadline.
std::size_t Stream::write_at_once(std::string_view bytes) noexcept {
  const ssize_t size =
      ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  return size > 0 ? static_cast<std::size_t>(size) : 0;
}

Task<bool> Stream::wait_for_bytes(Timeout timeout) {
  reading_.set(timeout);
  const auto [error] = co_await socket_.async_wait(Socket::wait_read, as_result);
  reading_.clear();
  co_return !error;
}

void Stream::end_writing() {
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
}

/// Whoever waited too long can still be answered.
void Stream::stop_reading() {
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Stream::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

bool Stream::is_quiet() {
  char byte = 0;
  const ssize_t size = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace casement::gateway
