/// @file
/// @brief The store on a thread of its own, so that a disk or a network never stops the others.
///
/// Whatever was asked while one batch ran is the next batch, with one commit: the more cases come
/// at once, the fewer commits each of them costs.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/net/task.hpp"
#include "gateway/store/store.hpp"

namespace casement::gateway {

class StoreThread {
 public:
  StoreThread(std::unique_ptr<Store> store, Executor executor);
  StoreThread(const StoreThread&) = delete;
  StoreThread& operator=(const StoreThread&) = delete;
  ~StoreThread() { end(); }
  /// Runs what was asked, closes the store, and takes no more.
  void end();

  /// Callers name their command first: GCC 12 destroys an aggregate twice that is made inside an
  /// awaited expression.
  Task<StoreReply> ask(Command command);
  /// Without waiting for it; `then` hears the reply.
  void tell(Command command, std::function<void(StoreReply)> then = {});
  [[nodiscard]] bool is_shared() const noexcept { return shared_; }

 private:
  struct Job {
    Command command;
    std::function<void(StoreReply)> then;  ///< called on the executor; may be empty
  };
  void push(Job job);
  void work();
  void watch();

  std::unique_ptr<Store> store_;
  const bool shared_ = store_->is_shared();
  Executor executor_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<Job> jobs_;
  bool ending_ = false;
  std::chrono::steady_clock::time_point watched_ = std::chrono::steady_clock::now();
  std::thread thread_;
};

}  // namespace casement::gateway
