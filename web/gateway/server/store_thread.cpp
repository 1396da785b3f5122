#include "gateway/server/store_thread.hpp"

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "gateway/net/log.hpp"
#include "gateway/net/task.hpp"
#include "gateway/server/metrics.hpp"

namespace casement::gateway {

namespace asio = boost::asio;

namespace {

// A moment's wait makes one commit of many, which is most of what a case costs. It grows with what
// came together the last time: at half load it stays short, and at full load it saves a tenth of a
// case beside 1.2 ms for all. Where only a few ask, nobody waits: they would wait longer than a
// commit takes.
constexpr std::chrono::microseconds moment_for_each{100};
constexpr std::chrono::microseconds longest_moment{4000};
constexpr std::size_t many = 100;
constexpr std::size_t few = 8;

std::chrono::microseconds moment_after(std::size_t jobs) {
  if (jobs <= few) return {};
  return std::min(longest_moment, moment_for_each * static_cast<int>(jobs));
}

constexpr std::chrono::seconds between_looks{1};

void log(const std::vector<StoreNews>& news) {
  for (const StoreNews& each : news) write_log(each.level, "/store: " + each.sentence);
}

}  // namespace

StoreThread::StoreThread(std::unique_ptr<Store> store, Executor executor)
    : store_(std::move(store)), executor_(std::move(executor)), thread_([this] { work(); }) {}

void StoreThread::end() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  news_.notify_one();
  thread_.join();
  store_.reset();
}

Task<StoreReply> StoreThread::ask(Command command) {
  co_return co_await asio::async_initiate<decltype(use_task), void(StoreReply)>(
      [this](auto handler, Command asked) {
        // std::function wants to be copied, a handler cannot be.
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        push({std::move(asked),
              [shared](StoreReply reply) { std::move (*shared)(std::move(reply)); }});
      },
      use_task, std::move(command));
}

void StoreThread::tell(Command command, std::function<void(StoreReply)> then) {
  push({std::move(command), std::move(then)});
}

void StoreThread::push(Job job) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    wake = jobs_.size() == 1 || jobs_.size() == many;
  }
  if (wake) news_.notify_one();
}

void StoreThread::watch() {
  const auto now = std::chrono::steady_clock::now();
  if (now < watched_ + between_looks) return;
  watched_ = now;
  store_->watch();
  std::vector<StoreNews> news = store_->take_news();
  if (!news.empty()) asio::post(executor_, [news = std::move(news)] { log(news); });
}

void StoreThread::work() {
  std::chrono::microseconds moment{};
  for (;;) {
    std::vector<Job> jobs;
    {
      std::unique_lock lock(mutex_);
      if (moment.count() > 0) {
        news_.wait_for(lock, moment, [this] { return ending_ || jobs_.size() >= many; });
      }
      news_.wait_until(lock, watched_ + between_looks,
                       [this] { return ending_ || !jobs_.empty(); });
      if (ending_ && jobs_.empty()) return;
      jobs.swap(jobs_);
    }
    watch();
    if (jobs.empty()) continue;
    moment = moment_after(jobs.size());
    std::vector<Command> commands;
    commands.reserve(jobs.size());
    for (Job& job : jobs) commands.push_back(std::move(job.command));
    std::vector<StoreReply> replies = store_->run(commands);
    // One message to the other thread for the whole batch. The commands go with it: memory is freed
    // fastest by the thread that asked for it.
    asio::post(executor_, [jobs = std::move(jobs), commands = std::move(commands),
                           replies = std::move(replies), news = store_->take_news()]() mutable {
      log(news);
      for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (jobs[i].then) jobs[i].then(std::move(replies[i]));
      }
    });
  }
}

}  // namespace casement::gateway
