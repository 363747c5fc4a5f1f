// For whom a connection runs something, as SQLite's triggers ask for it: by functions that only this
// connection has.
#pragma once

#include <dataflow/driver/session_told.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_ {

class told_session {
  public:
    told_session() = default;
    told_session(const told_session&) = delete;
    told_session& operator=(const told_session&) = delete;

    /// `dataflow_session(which)`: 0 the actor, 1 the request, 2 the address, 3 a name for the transaction;
    /// and `dataflow_digest(...)`. Gives SQLite's result code.
    [[nodiscard]] int enter(sqlite3* db, const trigger_help& with) {
        help_ = &with;
        std::uint64_t seed = 0;
        sqlite3_randomness(sizeof seed, &seed);
        seed_ = std::to_string(seed) + "-";
        constexpr int plain = SQLITE_UTF8 | SQLITE_INNOCUOUS;
        const int code = sqlite3_create_function_v2(db, "dataflow_session", 1, plain, this, &session_function,
                                                    nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) return code;
        return sqlite3_create_function_v2(db, "dataflow_digest", -1, plain | SQLITE_DETERMINISTIC, this,
                                          &digest_function, nullptr, nullptr, nullptr);
    }
    /// `begins`: what runs next is a transaction of its own.
    void serve(const sql::session_values* whose, bool begins) {
        if (begins) ++transaction_;
        for (std::size_t i = 0; i < said_.size(); ++i) said_[i].clear();
        if (whose == nullptr) return;
        said_[0] = whose->actor;
        said_[1] = whose->request;
        said_[2] = whose->address;
    }
    void forget() noexcept {
        for (auto& one : said_) one.clear();
    }

  private:
    static void session_function(sqlite3_context* to, int, sqlite3_value** arguments) {
        auto& me = *static_cast<told_session*>(sqlite3_user_data(to));
        const auto which = static_cast<std::size_t>(sqlite3_value_int(arguments[0]));
        std::string name;
        if (which == me.said_.size()) name = me.seed_ + std::to_string(me.transaction_);
        else if (which < me.said_.size()) name = me.said_[which];
        if (name.empty()) return; // NULL
        sqlite3_result_text64(to, name.data(), name.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    static void digest_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
        const auto& me = *static_cast<const told_session*>(sqlite3_user_data(to));
        std::array<std::string_view, most> texts;
        if (count > static_cast<int>(most)) return sqlite3_result_error(to, "too many texts", -1);
        for (int i = 0; i < count; ++i) {
            if (sqlite3_value_type(arguments[i]) == SQLITE_NULL) continue;
            const auto* const at = reinterpret_cast<const char*>(sqlite3_value_text(arguments[i]));
            if (at == nullptr) return sqlite3_result_error_nomem(to);
            texts[static_cast<std::size_t>(i)] = {
                at, static_cast<std::size_t>(sqlite3_value_bytes(arguments[i]))};
        }
        const auto out = me.help_->digest(std::span{texts}.first(static_cast<std::size_t>(count)));
        if (!out.empty()) sqlite3_result_text64(to, out.data(), out.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }

    static constexpr std::size_t most = 24;
    const trigger_help* help_ = nullptr;
    std::array<std::string, 3> said_{};
    std::uint64_t transaction_ = 0;
    std::string seed_{}; // of this connection
};

} // namespace dataflow::driver::sqlite_
