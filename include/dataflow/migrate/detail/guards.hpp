// What is so on a connection while a part of a migration runs, and is not so after it.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/catalog_look.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/sql/dialect.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::migrate::detail {

/// Runs `work()`, which reads the catalog, as database/catalog_look.hpp says.
template <class Work>
void looking(driver::connection& on, Work&& work) {
    context inside{on, on.in_transaction() ? 1 : 0};
    database_::look_at_catalog(inside, "migrate", work);
}

/// Runs `work()`; where it fails for want of a right, the error says what for.
template <class Work>
void telling_what_for(std::string_view what, Work&& work) {
    try {
        work();
    } catch (const error& e) {
        if (e.kind() != error_kind::permission_denied) throw;
        auto info = e.info();
        info.message = std::string{what} + ": " + info.message;
        raise(e.kind(), std::move(info));
    }
}

/// When it ends, statements wait for locks as they did before.
class usual_waits {
  public:
    explicit usual_waits(driver::connection& on) noexcept : on_(&on) {}
    usual_waits(const usual_waits&) = delete;
    usual_waits& operator=(const usual_waits&) = delete;
    ~usual_waits() {
        if (!on_->usable() || on_->in_transaction()) return;
        try {
            on_->wait_for_locks(std::nullopt);
        } catch (const error&) { // the connection is lost
        }
    }

  private:
    driver::connection* on_;
};

/// While it lives, foreign keys are not enforced, if that is wanted.
class unenforced {
  public:
    unenforced(driver::connection& on, bool wanted) : on_(&on) {
        if (!wanted) return;
        was_ = on.enforce_foreign_keys(false);
        on.take_quoted_texts(true); // what others have made is made again as they wrote it
        quoted_ = true;
    }
    unenforced(const unenforced&) = delete;
    unenforced& operator=(const unenforced&) = delete;
    ~unenforced() {
        if (quoted_) on_->take_quoted_texts(false);
        if (was_) try {
                on_->enforce_foreign_keys(true);
            } catch (const error&) { // a transaction that cannot be ended: its connection is of no more use
            }
    }

  private:
    driver::connection* on_;
    bool was_ = false;
    bool quoted_ = false;
};

/// While it lives, no row is passed over that a policy of row-level security hides from the owner of its
/// table: a statement that would is an error. PostgreSQL; only where some table's policies are for its owner,
/// too, as triggers may read others' tables.
class all_rows {
  public:
    explicit all_rows(driver::connection& on) : on_(&on) {
        forced_ = sql::data_of(on.dialect()).catalog == sql::catalog_form::pg_catalog &&
                  gives_row(on, "SELECT 1 FROM pg_class WHERE relforcerowsecurity LIMIT 1");
        if (!forced_) return;
        // The library's own policy lets all rows pass where that is said.
        on.script(gives_row(on,
                            "SELECT 1 FROM pg_class AS c WHERE relforcerowsecurity AND NOT EXISTS (SELECT "
                            "FROM pg_policy WHERE polrelid = c.oid AND polname = 'dataflow_tenant') LIMIT 1")
                      ? "SET row_security = off"
                      : "SET dataflow.all_tenants = 'on'");
    }
    all_rows(const all_rows&) = delete;
    all_rows& operator=(const all_rows&) = delete;
    ~all_rows() {
        if (!forced_ || !on_->usable() || on_->in_transaction()) return;
        try {
            on_->script("RESET row_security; RESET dataflow.all_tenants");
        } catch (const error&) { // the connection is lost
        }
    }

  private:
    driver::connection* on_;
    bool forced_ = false;
};

} // namespace dataflow::migrate::detail
