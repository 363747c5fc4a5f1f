// Rows one after another, as the server sends them.
#pragma once

#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/postgres/detail/decode.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/link.hpp>

#include <memory>
#include <span>
#include <string>
#include <utility>

namespace dataflow::driver::postgres_ {

/// In a transaction a statement that is stopped half-way fails the whole of it, unless this stands before.
inline constexpr const char* cursor_savepoint = "SAVEPOINT dataflow_cursor";

/// Asks libpq to hand the rows of the statement just sent over as they come.
inline bool read_in_steps(PGconn* running) noexcept {
#ifdef LIBPQ_HAS_CHUNK_MODE // libpq 17
    return PQsetChunkedRowsMode(running, 256) == 1;
#else
    return PQsetSingleRowMode(running) == 1;
#endif
}

/// Whether a result holds rows with more results to follow.
[[nodiscard]] inline bool is_step(const PGresult* result) noexcept {
    const auto status = PQresultStatus(result);
#ifdef LIBPQ_HAS_CHUNK_MODE
    if (status == PGRES_TUPLES_CHUNK) return true;
#endif
    return status == PGRES_SINGLE_TUPLE;
}

/// A running statement. When it is destroyed early, the server is asked to stop it.
class cursor final : public driver::cursor {
  public:
    /// What was begun before the statement and ends with it: `cursor_savepoint`, or a transaction of its own.
    enum class guarded : unsigned char { by_nothing, by_savepoint, by_transaction };

    /// Takes over a statement that is sent, with its first result, which is no error. `fields` and
    /// the statement must outlive the cursor.
    cursor(link& on, const subject& about, std::span<const field_access> fields, result_ptr first,
           guarded how)
        : link_(&on), about_(about), fields_(fields), guarded_(how) {
        link_->start_streaming(how != guarded::by_nothing);
        take(std::move(first));
        link_->reading().take(*this);
    }
    /// The rows that came last, for their columns.
    [[nodiscard]] const PGresult* result() const noexcept { return result_.get(); }
    /// The fields in the order of the result's columns.
    void give_fields(std::span<const field_access> fields) noexcept { fields_ = fields; }
    cursor(const cursor&) = delete;
    cursor& operator=(const cursor&) = delete;
    ~cursor() override { leave(); }

    void end() noexcept override {
        leave();
        result_.reset();
        row_ = rows_ = 0;
        cut_ = true;
    }

    [[nodiscard]] bool next(void* object) override {
        if (cut_) raise(error_kind::protected_operation, about_.info(std::string{cursor_place::ended_text}));
        if (link_ != nullptr) link_->require_home(about_);
        try {
            while (row_ == rows_) {
                if (!running_) {
                    leave();
                    return false;
                }
                link_->start_time(about_);
                take(link_->next(about_));
            }
            decode_row(about_, result_.get(), row_++, fields_, object);
            return true;
        } catch (...) {
            leave();
            row_ = rows_ = 0;
            throw;
        }
    }

  private:
    /// Makes the connection free for others; asks the server to stop what is running.
    void leave() noexcept {
        if (link_ == nullptr) return;
        auto& l = *std::exchange(link_, nullptr);
        l.reading().leave();
        if (!running_) return;
        running_ = false;
        result_.reset();
        const bool whole = l.usable() && drain_what_came(l);
        if (!whole && l.usable()) {
            if (cancel(l.get())) {
                l.drain();
            } else {
                l.give_up(); // the rest may be long: it is cheaper to connect again
            }
        }
        l.stop_streaming();
        if (!l.usable()) return;
        if (guarded_ == guarded::by_savepoint)
            l.try_command(whole ? "RELEASE SAVEPOINT dataflow_cursor"
                                : "ROLLBACK TO SAVEPOINT dataflow_cursor; RELEASE SAVEPOINT dataflow_cursor");
        else if (guarded_ == guarded::by_transaction) l.try_command(whole ? "COMMIT" : "ROLLBACK");
    }

    void take(result_ptr result) {
        result_ = std::move(result);
        row_ = rows_ = 0;
        if (is_step(result_.get())) {
            running_ = true;
            rows_ = PQntuples(result_.get());
            return;
        }
        running_ = false;
        link_->drain();
        link_->stop_streaming();
        const auto status = PQresultStatus(result_.get());
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            if (guarded_ == guarded::by_transaction) link_->try_command("ROLLBACK");
            link_->fail(about_, result_.get());
        }
        rows_ = PQntuples(result_.get());
        if (guarded_ == guarded::by_savepoint) link_->command("RELEASE SAVEPOINT dataflow_cursor");
        else if (guarded_ == guarded::by_transaction) link_->command("COMMIT");
    }

    /// Reads what the server has sent already: a short result is whole by then, and needs no cancelling.
    [[nodiscard]] static bool drain_what_came(link& l) noexcept {
        PGconn* c = l.get();
        for (bool looked = false;;) {
            if (PQisBusy(c) == 0) {
                if (const result_ptr rest{PQgetResult(c)}; rest == nullptr) return true;
                continue;
            }
            if (looked || PQconsumeInput(c) == 0) return false;
            looked = true;
        }
    }

    link* link_; ///< null when the connection is free for others again
    subject about_;
    std::span<const field_access> fields_;
    result_ptr result_;
    int row_ = 0;
    int rows_ = 0;
    bool running_ = false;
    guarded guarded_;
    bool cut_ = false; ///< ended by its connection
};

} // namespace dataflow::driver::postgres_
