// A live connection: its state, its session's settings, and how its failures are reported.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/home.hpp>
#include <dataflow/driver/limit.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/local_settings.hpp>
#include <dataflow/driver/postgres/detail/losses.hpp>
#include <dataflow/driver/postgres/detail/waiting.hpp>

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

/// What connection, cursor and copy share.
class link {
  public:
    /// Takes a connection and sets its session up. Throws `connection_error`.
    /// `each`: how long a statement may take; 0: as long as it does.
    explicit link(connected with, cursor_place& reading, std::chrono::milliseconds each = {})
        : reading_(&reading) {
        renew(std::move(with));
        each_ = each;
        limited_ = each.count() != 0;
    }
    link(const link&) = delete; // libpq knows its address
    link& operator=(const link&) = delete;

    /// Takes a new connection in the place of one that was lost.
    inline void renew(connected with);

    [[nodiscard]] PGconn* get() const noexcept { return handle_.get(); }

    /// Whether a pooler stands between: then each transaction may run in another session of the server, which
    /// other programs use, too. What belongs to a session is never changed there.
    [[nodiscard]] bool pooled() const noexcept { return pooled_; }
    /// What has to be sent in one transaction with a statement, before it; empty where nothing has to.
    [[nodiscard]] const std::string& before(const subject& about) const noexcept {
        static const std::string nothing;
        if (!brings_settings() || in_transaction()) return nothing;
        const bool raw = about.what != nullptr && about.what->raw;
        if (!facts_.empty() && (policies_ || about.what == nullptr || raw || about.what->writes))
            return facts_;
        return pooled_ && (local_always_ || raw) ? local_ : nothing;
    }
    /// Whether something may have to be sent before a statement.
    [[nodiscard]] bool brings_settings() const noexcept { return pooled_ || !facts_.empty(); }
    /// What has to be sent at the start of a transaction; empty where nothing has to.
    [[nodiscard]] const std::string& for_transactions() const noexcept {
        return facts_.empty() ? local_ : facts_;
    }
    /// From now on transactions bring what is known of a session; null: nothing. `policies`: what only reads
    /// brings it, too.
    inline void serve(const sql::session_values* whose, bool policies);
    /// The same in the open transaction, where it was begun without that.
    void bring_late(const subject& about) {
        if (late_ && in_transaction()) command(facts_.c_str(), about);
        late_ = false;
    }
    /// After a savepoint was gone back to: what was brought since is forgotten.
    void forget_brought() noexcept { late_ = !facts_.empty(); }
    /// Transactions bring nothing of a session.
    void forget_session() noexcept {
        facts_.clear();
        told_.clear();
        late_ = false;
    }
    /// The same together with a text that is sent without parameters.
    [[nodiscard]] std::string with_settings(const subject& about, std::string text) const {
        const auto& first = before(about);
        return first.empty() ? text : first + "; " + text;
    }

    [[nodiscard]] bool usable() const noexcept {
        return !lost_ && PQstatus(get()) == CONNECTION_OK && !home_.left();
    }
    /// The same, after a look whether the server has closed its end: a poll, and reads while there is
    /// something to read (its last words come before the end itself).
    [[nodiscard]] bool alive() noexcept {
        if (!usable()) return false;
        struct pollfd socket{PQsocket(get()), POLLIN, 0};
        while (!lost_ && ::poll(&socket, 1, 0) > 0) {
            lost_ = PQconsumeInput(get()) == 0;
            (void)PQisBusy(get()); // hears what was said, and the last words
            lost_ = lost_ || losses_.ended();
        }
        if (lost_) losses_.found();
        return usable();
    }
    /// Whether the server has ended the connection, for no reason of this one's own.
    [[nodiscard]] bool severed() const noexcept { return losses_.severed(); }
    /// Gives the connection up: what it is in the middle of cannot be told.
    void give_up() noexcept { lost_ = true; }

    [[nodiscard]] bool in_transaction() const noexcept {
        const auto now = PQtransactionStatus(get());
        return now == PQTRANS_INTRANS || now == PQTRANS_INERROR ||
               (now == PQTRANS_ACTIVE && streaming_in_transaction_);
    }

    /// The cursor that is open.
    [[nodiscard]] cursor_place& reading() const noexcept { return *reading_; }
    /// Marks that the server is sending rows. libpq does not tell then whether a transaction is open.
    void start_streaming(bool in_transaction) noexcept {
        streaming_in_transaction_ = in_transaction;
        streaming_ = true;
    }
    void stop_streaming() noexcept { streaming_ = streaming_in_transaction_ = false; }
    [[nodiscard]] bool streaming() const noexcept { return streaming_; }

    /// Bounds what is sent from now on; gives the limit before.
    limit* bound_by(limit* by) noexcept {
        limited_ = by != nullptr || each_.count() != 0;
        cut_ = limit::end::none;
        return std::exchange(limit_, by);
    }
    [[nodiscard]] bool limited() const noexcept { return limited_; }
    /// Before an operation, and before each step of one that the user takes: its time begins.
    void start_time(const subject& about, bool each = true) {
        if (!limited_) return;
        cut_ = limit::end::none;
        until_ = limit_ != nullptr ? limit_->deadline() : limit::never;
        if (each && each_.count() != 0) until_ = std::min(until_, limit::clock::now() + each_);
        require_time(about);
    }
    /// Throws where the limit is reached: nothing more is sent.
    void require_time(const subject& about) {
        if (!limited_) return;
        if (cut_ == limit::end::none && limit_ != nullptr && limit_->stopped()) cut_ = limit::end::stop;
        if (cut_ == limit::end::none && until_ != limit::never && limit::clock::now() >= until_)
            cut_ = limit::end::time;
        if (cut_ != limit::end::none)
            raise(driver::kind_of(cut_),
                  about.info(std::string{words_for(cut_)} + " before the statement was run"));
    }

    /// The next result of what was sent; waits for it within the limit.
    result_ptr next(const subject& about) {
        if (limited_) await(about);
        return result_ptr{PQgetResult(get())};
    }
    /// All results of what was sent: the last of them, or the first that is an error or a COPY.
    /// `bounded`: within the limit.
    inline result_ptr all(const subject& about, bool bounded = true);

    /// Throws in a child of the process that has connected.
    void require_home(const subject& about) const {
        if (home_.left()) raise(error_kind::protected_operation, about.info(std::string{home::left_text}));
    }

    using stake = losses::stake;
    /// Before something is sent that may stay.
    void risk(stake what) noexcept { losses_.risk(what); }
    void risk(const subject& about) noexcept { losses_.risk(about); }
    /// What is sent from here on is a part of a transaction, of which there has been no other sign.
    void enter_transaction() noexcept { losses_.enter_transaction(); }

    /// Throws unless a statement can be sent now. `each`: the time of a statement bounds it, too.
    void require_ready(const subject& about, bool each = true) {
        losses_.begin(in_transaction());
        require_home(about);
        if (!usable()) losses_.refuse(about);
        if (reading_->taken())
            raise(error_kind::protected_operation, about.info(std::string{cursor_place::taken_text}));
        start_time(about, each);
    }

    /// Throws what a failed result reports, and remembers what it means for the connection.
    [[noreturn, gnu::cold]] inline void fail(const subject& about, const PGresult* result);
    /// The rows of a statement that has been done cannot be read. One that writes must not pass for one that
    /// failed: throws `in_doubt` where it has committed by itself, and else lets the open transaction only be
    /// undone.
    [[gnu::cold]] inline void unread(const subject& about, error_info why, std::string_view what_is_known);
    [[noreturn, gnu::cold]] void fail(const subject& about, error_kind kind, std::string_view message) {
        last_failure_ = kind;
        raise(kind, about.info(std::string{message}));
    }
    /// The kind of the last failure; forgotten when a transaction begins.
    [[nodiscard]] std::optional<error_kind> last_failure() const noexcept { return last_failure_; }
    void forget_failure() noexcept { last_failure_.reset(); }

    /// Runs a text without parameters; throws what it reports.
    inline result_ptr command(const char* text, const subject& about, bool within_limit = false);
    result_ptr command(const char* text) { return command(text, subject{nullptr, 0, text}); }
    /// The same where a failure changes nothing for the caller.
    bool try_command(const char* text) noexcept {
        const result_ptr result{PQexec(get(), text)};
        return PQresultStatus(result.get()) == PGRES_COMMAND_OK;
    }

    /// Sends together what `queue(PGconn*)` queues (false: libpq refused): one round trip and, where none is
    /// open, one transaction. Gives the results of its commands in their order; where one failed, its result
    /// is the last. `before`: so many of the first commands change nothing.
    template <class Queue>
    [[nodiscard]] std::vector<result_ptr> together(const subject& about, Queue&& queue,
                                                   std::size_t before = 0);
    /// Whether a result tells of a failure.
    [[nodiscard]] static bool failed(const PGresult* r) noexcept {
        const auto status = PQresultStatus(r);
        return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY;
    }

    /// Reads and drops what is left of the results of a statement.
    inline void drain() noexcept;

    /// Sets what the library relies on, unless the server reports that it is so. libpq knows the
    /// values of these settings without asking; a DISCARD ALL or SET of someone else changes them.
    inline void restore_session();

  private:
    /// Behind a pooler: finds out what transactions have to bring, and whether there can be any.
    [[gnu::cold]] inline void share_session(std::string_view options);

    inline void tell_loss(const subject& about, fault& found);

    [[gnu::cold]] inline void await(const subject& about);

    handle_ptr handle_;
    home home_;
    cursor_place* reading_;
    bool pooled_ = false;
    bool local_always_ = false;         ///< whether statements of the library's own need `local_`, too
    std::string local_;                 ///< the query that sets what a transaction needs
    std::string facts_;                 ///< the same with what a session knows; empty where that is nothing
    std::vector<session_setting> told_; ///< what `facts_` says
    bool policies_ = false;             ///< reads bring it, too
    bool late_ = false;                 ///< the open transaction has not brought it
    bool lost_ = false;
    bool streaming_ = false;
    bool streaming_in_transaction_ = false;
    std::optional<error_kind> last_failure_;
    losses losses_;

    bool limited_ = false;
    limit::end cut_ = limit::end::none; ///< why the server was asked to stop the operation
    limit* limit_ = nullptr;
    std::chrono::milliseconds each_{};
    limit::clock::time_point until_ = limit::never;
    waiting waiting_;
};

} // namespace dataflow::driver::postgres_

#include <dataflow/driver/postgres/detail/link_answers.hpp>
#include <dataflow/driver/postgres/detail/link_session.hpp>
