// The code of node/executor.hpp.
#pragma once

#include <dataflow/node/detail/telling.hpp>
#include <dataflow/node/executor.hpp>
#include <dataflow/node/together.hpp>

#include <utility>

namespace dataflow {

namespace node_::detail {

/// A cursor whose end is told.
class told_cursor final : public driver::cursor {
  public:
    template <class Open>
    told_cursor(driver::connection& on, const sql::statement& what, const sql::session_values* session,
                const Open& open)
        : told_(on, statement_event::step::statement, &what, what.writes, session), of_(told_.run(open)) {}
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

DATAFLOW_RUNTIME driver::outcome executor::run_aside(const sql::statement& what, std::uint64_t variant,
                                                     const sql::bindings& bound, driver::row_target* target) {
    const driver::pending one{connection_, &what, variant, &bound};
    const auto how = driver::permit(one);
    if (how == driver::permission::as_it_is && state_ != nullptr && state_->gathers != nullptr &&
        state_->gathers->expects(what))
        return state_->gathers->post(what, variant, bound, target);
    begin_if_due();
    serve_session();
    node_::detail::telling told{*connection_, statement_event::step::statement, &what, what.writes, session_};
    const auto done = told.run([&] { return driver::run_permitted(one, how, target); });
    told.gave(target != nullptr && done.returned != 0 ? done.returned : done.affected);
    return done;
}

DATAFLOW_RUNTIME std::int64_t executor::run_each_aside(const sql::statement& what, std::uint64_t variant,
                                                       const sql::bindings& bound) {
    (void)driver::permit({.on = connection_, .what = &what, .variant = variant, .bound = &bound});
    begin_if_due();
    serve_session();
    node_::detail::telling told{*connection_, statement_event::step::statement, &what, what.writes, session_};
    const auto done = told.run([&] { return connection_->run_each(what, variant, bound); });
    told.gave(done);
    return done;
}

DATAFLOW_RUNTIME std::unique_ptr<driver::cursor> executor::open_aside(const sql::statement& what,
                                                                      std::uint64_t variant,
                                                                      const sql::bindings& bound,
                                                                      std::span<const field_access> fields) {
    (void)driver::permit({.on = connection_, .what = &what, .variant = variant, .bound = &bound});
    begin_if_due();
    serve_session();
    return std::make_unique<node_::detail::told_cursor>(
        *connection_, what, session_, [&] { return connection_->open(what, variant, bound, fields); });
}

DATAFLOW_RUNTIME std::optional<std::int64_t> executor::copy(const sql::statement& what, const rows_view& rows,
                                                            std::span<const value> constants) {
    const sql::bindings bound{.session = session_};
    (void)driver::permit({.on = connection_, .what = &what, .variant = 0, .bound = &bound});
    begin_if_due();
    serve_session();
    node_::detail::telling told{*connection_, statement_event::step::statement, &what, what.writes, session_};
    const auto done = told.run([&] { return connection_->copy(what, rows, constants); });
    told.gave(done.value_or(0));
    return done;
}

DATAFLOW_RUNTIME void executor::begin(access how, isolation level, const sql::statement* of) {
    serve_session();
    node_::detail::telling told{*connection_, statement_event::step::begin, of, false, session_};
    told.run([&] { connection_->begin(how, level); });
}
DATAFLOW_RUNTIME void executor::commit(const sql::statement* of) {
    node_::detail::telling told{*connection_, statement_event::step::commit, of, true, session_};
    told.run([&] { connection_->commit(); });
}
DATAFLOW_RUNTIME void executor::rollback(const sql::statement* of) noexcept {
    const node_::detail::telling told{*connection_, statement_event::step::rollback, of, false, session_};
    connection_->rollback();
}
DATAFLOW_RUNTIME void executor::savepoint(int depth, const sql::statement* of) {
    begin_if_due();
    node_::detail::telling told{*connection_, statement_event::step::savepoint, of, false, session_};
    told.run([&] { connection_->savepoint(depth); });
}
DATAFLOW_RUNTIME void executor::release(int depth, const sql::statement* of) {
    begin_if_due();
    node_::detail::telling told{*connection_, statement_event::step::release, of, false, session_};
    told.run([&] { connection_->release(depth); });
}
DATAFLOW_RUNTIME void executor::rollback_to(int depth, const sql::statement* of) noexcept {
    const node_::detail::telling told{*connection_, statement_event::step::rollback_to, of, false, session_};
    connection_->rollback_to(depth);
}

DATAFLOW_RUNTIME void executor::begin_if_due() {
    access how{};
    if (take_due(how)) begin(how, isolation::standard);
}

} // namespace dataflow

#include <dataflow/node/together.ipp>
