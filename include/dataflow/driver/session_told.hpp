// What triggers ask a connection for: for whom a session runs, and digests of what they write.
#pragma once

#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/session_values.hpp>

#include <span>
#include <string>
#include <string_view>

namespace dataflow::driver {

/// What the triggers of a database need of its connections.
struct trigger_help {
    /// The digest of texts; one without an address is NULL. SQLite's triggers call it as
    /// dataflow_digest(...).
    std::string (*digest)(std::span<const std::string_view> texts) = nullptr;
    /// SQLite: what makes the triggers that only connections of the library have.
    std::string_view temporary{};
    /// PostgreSQL: what only reads brings along for whom it runs, too, for policies ask.
    bool reads = false;
};

/// The part of a connection that triggers ask: PostgreSQL's by settings of the transaction
/// (`dataflow.actor`), SQLite's by functions.
class session_told {
  public:
    /// From now on it helps triggers so; null: not at all.
    void assist(const trigger_help* with) {
        if (with == help_) return;
        take(with);
        help_ = with;
    }
    /// Whether triggers ask for whom something runs.
    [[nodiscard]] bool tells_sessions() const noexcept { return help_ != nullptr; }
    /// What runs next is run for this session, until it is told again, or until the end of the loan; null:
    /// for none.
    virtual void serve(const sql::session_values* whose) { (void)whose; }

  protected:
    ~session_told() = default;
    virtual void take(const trigger_help* with) { (void)with; }
    /// Whether policies ask, too.
    [[nodiscard]] bool tells_policies() const noexcept { return help_ != nullptr && help_->reads; }

  private:
    const trigger_help* help_ = nullptr;
};

} // namespace dataflow::driver
