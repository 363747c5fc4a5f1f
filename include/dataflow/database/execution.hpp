// How a node, a workflow or a transaction is run on a database, apart from what it is: one function for all
// of them.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/driver/limit.hpp>
#include <dataflow/driver/watch.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/statement.hpp>

#include <chrono>
#include <optional>
#include <type_traits>
#include <utility>

namespace dataflow::database_ {

class core;

/// What bounds a run, and how often it is repeated.
struct execution {
    driver::limit* within = nullptr; ///< null: nothing
    unsigned retries = 0; ///< how often it is repeated at most, after a failure that surely left nothing
    std::chrono::milliseconds pause{0}; ///< before the first of them; each is twice as long, up to a second
    const sql::session_values* session = nullptr; ///< whose run it is
    driver::statement_watch* watch = nullptr;     ///< asked and told of its statements, too
};

/// Finds out whether something of a run may stay, whatever becomes of the rest of it: then the run is not
/// repeated.
class run_watch final : public driver::statement_watch {
  public:
    void after(const statement_event& e) noexcept override;
    [[nodiscard]] bool may_stay() const noexcept { return stays_; }

  private:
    bool wrote_ = false; ///< in the open transaction
    bool stays_ = false;
};

/// Bounds what runs on a connection, for the time of a block.
class bound {
  public:
    bound(driver::connection& on, driver::limit& by) noexcept : on_(&on), before_(on.bound_by(&by)) {
        by.inside(before_);
    }
    bound(const bound&) = delete;
    bound& operator=(const bound&) = delete;
    ~bound() { on_->bound_by(before_); }

  private:
    driver::connection* on_;
    driver::limit* before_;
};

/// Runs `work(state, context)` on a connection of a database, and repeats it as `how` says. One that only
/// reads is also repeated once where its resting connection had been lost meanwhile. An error has the node
/// and the model of `what`.
void execute(core& on, const sql::statement* what, access mode, bool reads_only, const execution& how,
             void (*work)(void* state, context& inside), void* state);

/// The same of any callable; gives what it gives.
template <class Work>
auto run_so(core& on, const sql::statement* what, access mode, bool reads_only, const execution& how,
            Work& work) {
    using output = decltype(work(std::declval<context&>()));
    if constexpr (std::is_void_v<output>)
        execute(
            on, what, mode, reads_only, how,
            [](void* state, context& inside) { (*static_cast<Work*>(state))(inside); }, &work);
    else if constexpr (std::is_reference_v<output>) {
        auto to_pointer = [&work](context& inside) { return &work(inside); };
        return static_cast<output>(*database_::run_so(on, what, mode, reads_only, how, to_pointer));
    } else {
        struct {
            Work* work;
            std::optional<output> out{};
        } call{&work};
        using type = decltype(call);
        execute(
            on, what, mode, reads_only, how,
            [](void* state, context& inside) {
                auto& of = *static_cast<type*>(state);
                of.out.emplace((*of.work)(inside));
            },
            &call);
        return output(std::move(*call.out));
    }
}

} // namespace dataflow::database_
