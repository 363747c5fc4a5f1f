// What a lost connection means for what was under way on it.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/sqlstate.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::postgres_ {

/// Follows what is sent and answered, so that a loss can be told as `in_doubt` or `not_done`.
class losses {
  public:
    /// What is open when the connection is lost before the answer comes.
    enum class stake : unsigned char {
        nothing,   ///< nothing was asked for that would stay: a read, or a part of a transaction
        statement, ///< a statement that commits by itself when all of it was done
        commit,    ///< a commit
        texts,     ///< a text of several statements, some of which may have been committed
    };

    /// Before an operation; `inside`: a transaction is open.
    void begin(bool inside) noexcept {
        stake_ = stake::nothing;
        answered_ = false;
        inside_ = inside;
    }
    /// Before something is sent that may stay.
    void risk(stake what) noexcept { stake_ = inside_ && what == stake::statement ? stake::nothing : what; }
    void risk(const subject& about) noexcept {
        risk(about.what != nullptr && !about.what->writes ? stake::nothing : stake::statement);
    }
    void enter_transaction() noexcept { inside_ = true; }
    /// A result has come that is no error.
    void answered() noexcept { answered_ = true; }
    /// Whether what was sent may be done, or not.
    [[nodiscard]] bool open() const noexcept { return stake_ != stake::nothing; }
    /// Whether it can be done twice without harm.
    [[nodiscard]] bool repeatable(const subject& about) const noexcept {
        return stake_ == stake::statement && about.what != nullptr && about.what->repeatable;
    }

    /// What the server says when nobody has asked it; for libpq.
    static void hear(void* self, const PGresult* said) noexcept {
        const auto severity = report_field(said, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity == "FATAL" || severity == "PANIC")
            static_cast<losses*>(self)->last_words_ = report_field(said, PG_DIAG_SQLSTATE);
    }
    /// The connection was found lost while it rested.
    void found() noexcept { severed_ = !alone(last_words_); }
    /// Whether the server has said that it ends the connection. Its socket may be open for a moment longer.
    [[nodiscard]] bool ended() const noexcept { return !last_words_.empty(); }
    /// Whether the server has ended the connection, for no reason of this one's own.
    [[nodiscard]] bool severed() const noexcept { return severed_; }

    /// Throws for an operation on a connection that was lost before.
    [[noreturn, gnu::cold]] void refuse(const subject& about) const {
        auto info = about.info("the connection to the database was lost");
        info.code = last_words_;
        raise(kind_of(last_words_) == error_kind::timeout ? error_kind::timeout : error_kind::not_done,
              std::move(info));
    }
    /// Tells in a fault what the loss means for the operation. `pooled`: it may be a pooler that speaks.
    [[gnu::cold]] void tell(const subject& about, fault& lost, bool pooled) {
        const auto& code = lost.info.code;
        severed_ = !alone(code);
        // A backend that says that it is ended, and has not said before that the statement was done, has not
        // committed it: from the commit on until it has told of it, it does not listen to whoever ends it.
        const bool told =
            stake_ != stake::texts && !answered_ && !pooled && code.starts_with("57P") && code != "57P02";
        if (!open() || told) {
            lost.kind = error_kind::not_done;
            return;
        }
        lost.kind = error_kind::in_doubt;
        lost.info.retry_is_safe = repeatable(about);
        lost.info.message += stake_ != stake::statement
                                 ? "; whether the transaction was committed is not known"
                                 : "; whether the statement was done is not known";
    }

  private:
    /// Whether a code ends this connection for what it did, or did not: it rested, in a transaction or not,
    /// for too long.
    [[nodiscard]] static bool alone(std::string_view code) noexcept {
        return code == "57P05" || kind_of(code) == error_kind::timeout;
    }

    stake stake_ = stake::nothing;
    bool inside_ = false; // a transaction is open
    bool answered_ = false;
    bool severed_ = false;
    std::string last_words_; // the code with which the server has ended the connection while nobody asked it
};

} // namespace dataflow::driver::postgres_
