// A place of its own for each tenant: a file (SQLite) or a schema (PostgreSQL). docs/tenants.md.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/rules.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/database/all_tenants.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/detail/tenant_homes.hpp>
#include <dataflow/database/detail/tenant_pools.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/session_database.hpp>
#include <dataflow/database/tenant_registry.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow {

/// How many of the tenants that have a place each are open.
struct tenant_places_options {
    /// At most so many pools at once: the one that was used longest ago, of those that nobody uses, is closed
    /// when another is opened. 0: any number.
    std::size_t open_tenants = 0;
};

namespace database_ {

/// A handle of a pool that is there.
template <class... Models>
struct place_of_tenant : database<Models...> {
    /// Opened, with its tables.
    place_of_tenant(std::shared_ptr<core> pool, opening how) : database<Models...>(std::move(pool), how) {}
    explicit place_of_tenant(std::shared_ptr<core> pool) : database<Models...>(std::move(pool)) {}
    [[nodiscard]] database<Models...> plain() && { return static_cast<database<Models...>&&>(*this); }
};

} // namespace database_

/// A place of its own for each tenant. What `tenant` gives is what `database::tenant` gives, so that code
/// above does not know which of them it has. Safe to use from several threads.
template <class Places, class... Models>
class tenant_places {
    using pools = database_::tenant_pools;
    using handle = database_::place_of_tenant<Models...>;

  public:
    /// `how.url`: the folder of the files, or the server's URL. Each tenant that is in use has as many
    /// connections as `how` says.
    explicit tenant_places(open_options how, tenant_places_options open = {})
        : pools_(open.open_tenants, how.wait), places_(std::move(how)) {}

    /// Makes a tenant's place, with its tables; where the models have `df::tenant_record`, the tenant is
    /// registered in it. Throws `invalid_value` for a name that is no place's, and `unique_violation` where
    /// it is there.
    template <class Name = rule::nothing_given>
    auto create(const Name& name = {}) {
        const auto checked = database_::checked_place(detail::text_argument<"tenant">(name));
        return session(pools_.take_new(checked, {&made, &places_}), checked);
    }
    /// A tenant's session. Throws `invalid_value` as `create`, `not_found` where it was not made, and what
    /// opening its place throws, where it is not open; `timeout` where as many as `open_tenants` says are
    /// open and all of them are in use. Where the models have `df::tenant_record`, `not_found` for one that
    /// is not registered in its place, and `protected_operation` for one that is not active.
    template <class Name = rule::nothing_given>
    [[nodiscard]] auto tenant(const Name& name = {}) {
        const auto checked = database_::checked_place(detail::text_argument<"tenant">(name));
        return session(pools_.take(checked, {&found, &places_}), checked);
    }
    /// The database of a tenant's place itself, active or not, for what a session of a tenant does not do:
    /// its limits, its registration, migrations. The place is in use as long as the handle is there. Throws
    /// as `tenant`, but for what is registered.
    template <class Name = rule::nothing_given>
    [[nodiscard]] database<Models...> database_of(const Name& name = {}) {
        const auto checked = database_::checked_place(detail::text_argument<"tenant">(name));
        return handle{pools_.take(checked, {&found, &places_})}.plain();
    }
    /// Takes a tenant's place away, with all that is in it, for good: from then on `tenant(name)` is
    /// `not_found`. Throws `invalid_value` and `not_found` as `tenant`, and `protected_operation` where
    /// sessions, streams or transactions of it are there, or another program has its file open. A schema is
    /// taken away when the transactions of other programs in it have ended; `timeout` where they go on.
    template <class Name = rule::nothing_given>
    void drop(const Name& name = {}) {
        const auto checked = database_::checked_place(detail::text_argument<"tenant">(name));
        pools_.close(
            checked,
            [](const void* places, const std::string& of) {
                require_there(places, of);
                static_cast<const Places*>(places)->remove(of);
            },
            &places_);
    }
    /// The names of all that were made, in their order.
    [[nodiscard]] std::vector<std::string> names() const { return places_.names(); }
    /// How many of them are open.
    [[nodiscard]] std::size_t open() const { return pools_.open(); }
    /// Calls `each(const std::string& name, database<Models...>& db)` for all of them, one after another:
    /// `tenants.each([](auto&, auto& db) { db.migrate(); })`. Those that are made meanwhile are left out, and
    /// so are those that are dropped.
    template <class Each>
    void each(Each&& call) {
        for (const auto& name : names()) {
            std::shared_ptr<database_::core> pool;
            try {
                pool = pools_.take(name, {&found, &places_});
            } catch (const not_found&) {
                if (places_.has(name)) throw;
                continue;
            }
            auto db = handle{std::move(pool)}.plain();
            call(name, db);
        }
    }

  private:
    static void require_there(const void* places, const std::string& name) {
        if (!static_cast<const Places*>(places)->has(name))
            raise(error_kind::not_found, {.message = "the tenant is not there", .node = "tenant"});
    }
    [[nodiscard]] static std::shared_ptr<database_::core> opened(const Places& in, const std::string& name) {
        const auto how = in.of(name);
        auto out = std::make_shared<database_::core>(how);
        (void)handle{out, database_::opening_of(how)};
        return out;
    }
    [[nodiscard]] static std::shared_ptr<database_::core> found(const void* places, const std::string& name) {
        require_there(places, name);
        return opened(*static_cast<const Places*>(places), name);
    }
    [[nodiscard]] static std::shared_ptr<database_::core> made(const void* places, const std::string& name) {
        const auto& in = *static_cast<const Places*>(places);
        in.make(name);
        try {
            auto out = opened(in, name);
            if constexpr (among<tenant_record, types<Models...>>) {
                auto db = handle{out}.plain();
                (void)register_tenant(db, name);
            }
            return out;
        } catch (...) {
            try {
                in.remove(name); // nobody has seen it
            } catch (const error&) {
            }
            throw;
        }
    }
    [[nodiscard]] static tenant_database<Models...> session(std::shared_ptr<database_::core> of,
                                                            const std::string& name) {
        auto db = handle{std::move(of)}.plain();
        auto known = database_::tenant_for<Models...>(db, name);
        return {std::move(db), std::move(known), {}};
    }

    database_::tenant_pools pools_;
    Places places_;
};

/// SQLite: a file for each tenant, `<folder>/<name>.db`: `df::tenant_files<Note> tenants{{.url = "data"}};`
template <class... Models>
using tenant_files = tenant_places<database_::tenant_folder, Models...>;
/// PostgreSQL: a schema for each tenant, `tenant_<name>`.
template <class... Models>
using tenant_schemas = tenant_places<database_::tenant_server, Models...>;

} // namespace dataflow
