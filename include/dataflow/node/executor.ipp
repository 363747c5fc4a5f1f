// The code of node/executor.hpp.
#pragma once

#include <dataflow/driver/watch.hpp>
#include <dataflow/node/executor.hpp>

#include <chrono>
#include <utility>

namespace dataflow {

namespace node_::detail {

/// Tells a connection's watches of one statement or step: before it, and, when this is destroyed, after it.
class telling {
  public:
    using step = statement_event::step;

    telling(driver::connection& on, step what, const sql::statement* of, bool writes) noexcept : first_(on.watch()) {
        if (first_ == nullptr) return;
        event_.what = what;
        event_.node = of != nullptr && !of->node.empty() ? of->node : "transaction";
        if (of != nullptr && of->table != nullptr) event_.model = of->table->model;
        event_.dialect = on.speaks();
        event_.writes = writes;
        event_.in_transaction = on.in_transaction();
        for (auto* w = first_; w != nullptr; w = w->next) w->before(event_);
        started_ = std::chrono::steady_clock::now();
    }
    telling(const telling&) = delete;
    telling& operator=(const telling&) = delete;
    ~telling() {
        if (first_ == nullptr) return;
        event_.duration = std::chrono::steady_clock::now() - started_;
        for (auto* w = first_; w != nullptr; w = w->next) w->after(event_);
    }

    void gave(std::int64_t rows) noexcept { event_.rows = rows; }
    /// Runs `work`, and takes note of how it fails.
    template <class Work>
    decltype(auto) run(const Work& work) {
        try {
            return work();
        } catch (const error& e) {
            event_.failed = e.kind();
            throw;
        } catch (...) { // no memory, or what a row was read into has thrown
            event_.failed = error_kind::resource_exhausted;
            throw;
        }
    }

  private:
    driver::statement_watch* first_;
    statement_event event_{};
    std::chrono::steady_clock::time_point started_{};
};

/// A cursor whose end is told.
class told_cursor final : public driver::cursor {
  public:
    template <class Open>
    told_cursor(driver::connection& on, const sql::statement& what, const Open& open)
        : told_(on, statement_event::step::statement, &what, what.writes), of_(told_.run(open)) {}
    [[nodiscard]] bool next(void* object) override {
        const bool there = told_.run([&] { return of_->next(object); });
        if (there) told_.gave(++rows_);
        return there;
    }
    void end() noexcept override { of_->end(); }

  private:
    telling told_; // told last
    std::int64_t rows_ = 0;
    std::unique_ptr<driver::cursor> of_;
};

} // namespace node_::detail

DATAFLOW_RUNTIME driver::outcome executor::run_watched(const sql::statement& what, std::uint64_t variant, const sql::bindings& bound,
                                                       driver::row_target* target) {
    node_::detail::telling told{*connection_, statement_event::step::statement, &what, what.writes};
    const auto done = told.run([&] { return connection_->run(what, variant, bound, target); });
    told.gave(target != nullptr && done.returned != 0 ? done.returned : done.affected);
    return done;
}

DATAFLOW_RUNTIME std::int64_t executor::run_each_watched(const sql::statement& what, std::uint64_t variant, const sql::bindings& bound) {
    node_::detail::telling told{*connection_, statement_event::step::statement, &what, what.writes};
    const auto done = told.run([&] { return connection_->run_each(what, variant, bound); });
    told.gave(done);
    return done;
}

DATAFLOW_RUNTIME std::unique_ptr<driver::cursor> executor::open_watched(const sql::statement& what, std::uint64_t variant,
                                                                        const sql::bindings& bound, std::span<const field_access> fields) {
    return std::make_unique<node_::detail::told_cursor>(*connection_, what, [&] { return connection_->open(what, variant, bound, fields); });
}

DATAFLOW_RUNTIME std::optional<std::int64_t> executor::copy(const sql::statement& what, const rows_view& rows,
                                                            std::span<const value> constants) {
    node_::detail::telling told{*connection_, statement_event::step::statement, &what, what.writes};
    const auto done = told.run([&] { return connection_->copy(what, rows, constants); });
    told.gave(done.value_or(0));
    return done;
}

DATAFLOW_RUNTIME void executor::begin(access how, isolation level, const sql::statement* of) {
    node_::detail::telling told{*connection_, statement_event::step::begin, of, false};
    told.run([&] { connection_->begin(how, level); });
}
DATAFLOW_RUNTIME void executor::commit(const sql::statement* of) {
    node_::detail::telling told{*connection_, statement_event::step::commit, of, true};
    told.run([&] { connection_->commit(); });
}
DATAFLOW_RUNTIME void executor::rollback(const sql::statement* of) noexcept {
    const node_::detail::telling told{*connection_, statement_event::step::rollback, of, false};
    connection_->rollback();
}
DATAFLOW_RUNTIME void executor::savepoint(int depth, const sql::statement* of) {
    node_::detail::telling told{*connection_, statement_event::step::savepoint, of, false};
    told.run([&] { connection_->savepoint(depth); });
}
DATAFLOW_RUNTIME void executor::release(int depth, const sql::statement* of) {
    node_::detail::telling told{*connection_, statement_event::step::release, of, false};
    told.run([&] { connection_->release(depth); });
}
DATAFLOW_RUNTIME void executor::rollback_to(int depth, const sql::statement* of) noexcept {
    const node_::detail::telling told{*connection_, statement_event::step::rollback_to, of, false};
    connection_->rollback_to(depth);
}

} // namespace dataflow
