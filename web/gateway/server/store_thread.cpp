#include "server/store_thread.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace casement::gateway {

namespace asio = boost::asio;

StoreThread::StoreThread(std::unique_ptr<Store> store, asio::any_io_executor executor)
    : store_(std::move(store)), executor_(std::move(executor)), thread_([this] { work(); }) {}

StoreThread::~StoreThread() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  news_.notify_one();
  thread_.join();
}

asio::awaitable<StoreReply> StoreThread::ask(Command command) {
  co_return co_await asio::async_initiate<decltype(asio::use_awaitable), void(StoreReply)>(
      [this](auto handler, Command asked) {
        // std::function wants to be copied, a handler cannot be.
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        push({std::move(asked),
              [shared](StoreReply reply) { std::move (*shared)(std::move(reply)); }});
      },
      asio::use_awaitable, std::move(command));
}

void StoreThread::tell(Command command) { push({std::move(command), {}}); }

void StoreThread::push(Job job) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = jobs_.empty();
    jobs_.push_back(std::move(job));
  }
  if (first) news_.notify_one();
}

void StoreThread::work() {
  for (;;) {
    std::vector<Job> jobs;
    {
      std::unique_lock lock(mutex_);
      news_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      jobs.swap(jobs_);
    }
    std::vector<Command> commands;
    commands.reserve(jobs.size());
    for (Job& job : jobs) commands.push_back(std::move(job.command));
    std::vector<StoreReply> replies = store_->run(commands);
    // One message to the other thread for the whole batch.
    asio::post(executor_, [jobs = std::move(jobs), replies = std::move(replies)]() mutable {
      for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (jobs[i].then) jobs[i].then(std::move(replies[i]));
      }
    });
  }
}

}  // namespace casement::gateway
