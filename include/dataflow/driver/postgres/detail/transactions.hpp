// The transactions of a connection to PostgreSQL, and how its session is left clean.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/postgres/connection.hpp>

#include <charconv>
#include <string>
#include <string_view>

namespace dataflow::driver::postgres_ {

inline void connection::begin(access how, isolation level) {
    forget_last();
    const std::string text = begin_text(how, level);
    const subject about{nullptr, 0, text};
    link_.require_ready(about);
    if (link_.in_transaction()) // the server would only warn
        link_.fail(about, error_kind::database_error, "a transaction is open already");
    link_.forget_failure();
    const auto whole = [&] {
        return link_.for_transactions().empty() ? text : text + "; " + link_.for_transactions();
    };
    try {
        link_.command(whole().c_str(), about, true);
    } catch (const connection_error&) {
        if (touched_ != sql::session_use::none) throw;
        link_.renew(connect(how_)); // nothing was lost with the old one
        statements_.clear();
        link_.require_ready(about);
        link_.command(whole().c_str(), about, true);
    }
    writes_ = how == access::read_write;
}

inline void connection::rollback() noexcept {
    reading().end();
    if (!link_.usable()) return;
    if (!link_.in_transaction()) return;
    if (!link_.try_command("ROLLBACK")) link_.give_up();
}

inline void connection::rollback_to(int depth) noexcept {
    reading().end();
    if (!link_.usable()) return;
    char text[64] = "ROLLBACK TO SAVEPOINT dataflow_";
    const std::string_view start{text};
    *std::to_chars(text + start.size(), text + sizeof text - 1, depth).ptr = '\0';
    link_.try_command(text);
    link_.forget_brought();
}

inline condition connection::settle() noexcept {
    if (link_.in_transaction()) rollback();
    link_.forget_session();
    if (touched_ != sql::session_use::none && !put_back()) link_.give_up();
    return link_.usable() ? condition::sound : link_.severed() ? condition::lost : condition::spent;
}

inline outcome connection::run_reading(const sql::statement& what, std::uint64_t variant,
                                       const sql::bindings& bound, row_target* target) {
    constexpr int here = 1'000'000; // deeper than any savepoint of a program
    const bool alone = !link_.in_transaction();
    for (bool again = false;; again = true) {
        if (alone) begin(access::read_only, isolation::standard);
        else savepoint(here);
        try {
            if (!alone) link_.command("SET LOCAL transaction_read_only = on");
            const auto out = run(what, variant, bound, target);
            if (alone) commit();
            else release(here); // and the transaction may write again
            return out;
        } catch (const serialization_failure& e) {
            if (alone) rollback();
            else rollback_to(here);
            // Without the server's word: its form was out of date, and is forgotten by now.
            if (again || !e.code().empty()) throw;
        } catch (...) {
            if (alone) rollback();
            else rollback_to(here);
            throw;
        }
    }
}

inline void connection::script(std::string_view text) {
    const subject about{nullptr, 0, text};
    link_.require_ready(about, false); // what changes tables takes its time
    if (text.find('\0') != std::string_view::npos) refuse(about, {}, "text holds a NUL byte");
    if (!link_.pooled())
        touch(about,
              sql::report_on(text).prepares ? sql::session_use::statements : sql::session_use::settings);
    if (!link_.in_transaction()) link_.risk(link::stake::texts);
    link_.command(link_.with_settings(about, std::string{text}).c_str(), about, true);
    if (!link_.in_transaction()) link_.restore_session();
}

inline std::string connection::begin_text(access how, isolation level) {
    std::string text = "BEGIN";
    switch (level) {
    case isolation::standard: break;
    case isolation::read_committed: text += " ISOLATION LEVEL READ COMMITTED"; break;
    case isolation::repeatable_read: text += " ISOLATION LEVEL REPEATABLE READ"; break;
    case isolation::serializable: text += " ISOLATION LEVEL SERIALIZABLE"; break;
    }
    // Never READ WRITE: a role or server whose default is read-only is so for its own good.
    if (how == access::read_only) text += " READ ONLY";
    return text;
}

inline void connection::touch(const subject& about, sql::session_use how) {
    if (how <= touched_ && !link_.pooled()) return;
    if (!link_.pooled()) touched_ = how;
    else if (how > sql::session_use::calls)
        raise(error_kind::protected_operation,
              about.info("it would change a session that a connection pooler gives to other programs, "
                         "too; SET LOCAL in a "
                         "transaction, and options=-c... in the URL, are for this one only"));
}

namespace detail {
inline constexpr const char* first_settings = "SET SESSION AUTHORIZATION DEFAULT; RESET ROLE; RESET ALL";
}

inline void connection::reset_session() {
    const std::string text = detail::first_settings + std::string{"; DISCARD TEMP"};
    link_.command(text.c_str(), {nullptr, 0, text});
    link_.restore_session();
}

inline bool connection::put_back() noexcept {
    if (!link_.usable() || touched_ == sql::session_use::statements) return false;
    touched_ = sql::session_use::none;
    try {
        const auto text = std::string{"CLOSE ALL; "} + detail::first_settings +
                          "; UNLISTEN *; SELECT pg_advisory_unlock_all(); DISCARD SEQUENCES; DISCARD TEMP";
        if (!link_.try_command(text.c_str())) return false;
        link_.restore_session();
        return true;
    } catch (...) {
        return false;
    }
}

inline void connection::commit(const subject& about) {
    reading().end();
    link_.require_ready(about);
    if (!link_.in_transaction()) link_.fail(about, error_kind::database_error, "no transaction is open");
    if (!link_.alive()) link_.require_ready(about); // a commit that was never sent is in no doubt
    if (writes_) link_.risk(link::stake::commit);
    const auto result = link_.command("COMMIT", about);
    // The server answers the COMMIT of a failed transaction with a ROLLBACK, and no error.
    if (std::string_view{PQcmdStatus(result.get())} == "COMMIT") return;
    const auto kind = link_.last_failure() == error_kind::serialization_failure
                          ? error_kind::serialization_failure
                          : error_kind::database_error;
    link_.fail(about, kind, "a statement of the transaction had failed: it was rolled back");
}

inline void connection::at_depth(std::string_view verb, int depth) {
    const std::string text = std::string{verb} + std::to_string(depth);
    const subject about{nullptr, 0, text};
    link_.require_ready(about);
    link_.command(text.c_str(), about, true);
}

} // namespace dataflow::driver::postgres_
