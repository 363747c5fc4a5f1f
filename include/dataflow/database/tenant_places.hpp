// A place of its own for each tenant: a file (SQLite) or a schema (PostgreSQL). docs/tenants.md.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/database/all_tenants.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/session_database.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::database_ {

/// A name of which a file and a schema can be made: as it is, on every system, and never that of another
/// tenant.
[[nodiscard]] inline bool names_a_place(std::string_view name) noexcept {
    if (name.empty() || name.size() > 48 || name[0] == '_') return false;
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}
[[nodiscard]] inline std::string checked_place(std::string_view name) {
    if (!names_a_place(name))
        raise(
            error_kind::invalid_value,
            {.message = "the tenant's name is not one of a place: 1 to 48 of a-z, 0-9 and _, and no _ first",
             .node = "tenant"});
    return std::string{name};
}

/// One file for each, in a folder.
class tenant_folder {
  public:
    explicit tenant_folder(open_options how) : how_(std::move(how)), folder_(std::move(how_.url)) {
        std::error_code failed;
        if (!std::filesystem::is_directory(folder_, failed))
            raise(error_kind::connection_error,
                  {.message = "the tenants' folder is not there: " + folder_.string(), .node = "open"});
    }
    [[nodiscard]] open_options of(const std::string& name) const {
        auto out = how_;
        out.url = "sqlite:" + file(name).string();
        return out;
    }
    [[nodiscard]] bool has(const std::string& name) const {
        std::error_code failed;
        return std::filesystem::is_regular_file(file(name), failed);
    }
    void make(const std::string&) const noexcept {} // opening does
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& one : std::filesystem::directory_iterator{folder_})
            if (one.path().extension() == ".db" && names_a_place(one.path().stem().string()))
                out.push_back(one.path().stem().string());
        std::sort(out.begin(), out.end());
        return out;
    }

  private:
    [[nodiscard]] std::filesystem::path file(const std::string& name) const {
        return folder_ / (name + ".db");
    }
    open_options how_;
    std::filesystem::path folder_;
};

/// One schema for each, `tenant_<name>`. Each has connections of its own, whose search path is that schema
/// alone from their start: neither it nor a prepared statement is ever another tenant's.
class tenant_server {
  public:
    explicit tenant_server(open_options how) : how_(std::move(how)) {
        const std::string_view url = how_.url;
        if (!url.starts_with("postgresql://") && !url.starts_with("postgres://"))
            raise(error_kind::invalid_value, {.message = "schemas of tenants are on a postgresql:// URL"});
        if (url.find("options=") != std::string_view::npos)
            raise(error_kind::invalid_value,
                  {.message = "the URL has options of its own: the search path is that of each tenant"});
        auto one = how_;
        one.connections = 1;
        server_ = std::make_unique<core>(one);
    }
    [[nodiscard]] open_options of(const std::string& name) const {
        auto out = how_;
        out.url += (out.url.find('?') == std::string::npos ? "?" : "&");
        out.url += "options=-csearch_path%3Dtenant_" + name;
        return out;
    }
    [[nodiscard]] bool has(const std::string& name) const {
        const auto all = names();
        return std::find(all.begin(), all.end(), name) != all.end();
    }
    void make(const std::string& name) const {
        const auto lease = server_->lease(nullptr, access::read_write);
        lease.connection().script("CREATE SCHEMA tenant_" + name);
    }
    [[nodiscard]] std::vector<std::string> names() const {
        const auto lease = server_->lease(nullptr, access::read_only);
        context inside{lease.connection()};
        const auto all = ask<std::string>(inside, [](sql::writer& w, const sql::statement&) {
            w << "SELECT coalesce(string_agg(substr(nspname::TEXT, 8), ',' ORDER BY nspname), '') FROM "
                 "pg_namespace WHERE starts_with(nspname::TEXT, 'tenant_')";
        });
        std::vector<std::string> out;
        for (std::size_t at = 0; at < all.size();) {
            const auto end = std::min(all.find(',', at), all.size());
            if (auto name = all.substr(at, end - at); names_a_place(name)) out.push_back(std::move(name));
            at = end + 1;
        }
        std::sort(out.begin(), out.end());
        return out;
    }

  private:
    open_options how_;
    std::unique_ptr<core> server_;
};

} // namespace dataflow::database_

namespace dataflow {

/// A place of its own for each tenant. What `tenant` gives is what `database::tenant` gives, so that code
/// above does not know which of them it has. Safe to use from several threads.
template <class Places, class... Models>
class tenant_places {
  public:
    /// `how.url`: the folder of the files, or the server's URL. Each tenant that is in use has as many
    /// connections as `how` says.
    explicit tenant_places(open_options how) : places_(std::move(how)) {}

    /// Makes a tenant's place, with its tables. Throws `invalid_value` for a name that is no place's, and
    /// `unique_violation` where it is there.
    template <class Name>
        requires std::is_convertible_v<const Name&, std::string_view>
    auto create(const Name& name) {
        const auto checked = database_::checked_place(detail::text_argument<"tenant">(name));
        const std::scoped_lock one{guard_};
        if (places_.has(checked))
            raise(error_kind::unique_violation, {.message = "the tenant is there", .node = "tenant"});
        places_.make(checked);
        return session(opened(checked), checked);
    }
    /// A tenant's session. Throws `invalid_value` as `create`, `not_found` where it was not made, and what
    /// opening its place throws, at the first time.
    template <class Name>
        requires std::is_convertible_v<const Name&, std::string_view>
    [[nodiscard]] auto tenant(const Name& name) {
        const auto checked = database_::checked_place(detail::text_argument<"tenant">(name));
        const std::scoped_lock one{guard_};
        return session(found(checked), checked);
    }
    /// The names of all that were made, in their order.
    [[nodiscard]] std::vector<std::string> names() const { return places_.names(); }
    /// Calls `each(const std::string& name, database<Models...>& db)` for all of them, one after another:
    /// `tenants.each([](auto&, auto& db) { db.migrate(); })`.
    template <class Each>
    void each(Each&& call) {
        for (const auto& name : names()) {
            auto db = [&] {
                const std::scoped_lock one{guard_};
                return found(name).shared_handle();
            }();
            call(name, db);
        }
    }

  private:
    [[nodiscard]] database<Models...>& opened(const std::string& name) {
        return open_.try_emplace(name, places_.of(name)).first->second;
    }
    [[nodiscard]] database<Models...>& found(const std::string& name) {
        if (const auto at = open_.find(name); at != open_.end()) return at->second;
        if (!places_.has(name))
            raise(error_kind::not_found, {.message = "the tenant is not there", .node = "tenant"});
        return opened(name);
    }
    [[nodiscard]] static tenant_database<Models...> session(const database<Models...>& of,
                                                            const std::string& name) {
        return {of.shared_handle(), name, {}};
    }

    Places places_;
    mutable std::mutex guard_;
    std::map<std::string, database<Models...>> open_;
};

/// SQLite: a file for each tenant, `<folder>/<name>.db`: `df::tenant_files<Note> tenants{{.url = "data"}};`
template <class... Models>
using tenant_files = tenant_places<database_::tenant_folder, Models...>;
/// PostgreSQL: a schema for each tenant, `tenant_<name>`.
template <class... Models>
using tenant_schemas = tenant_places<database_::tenant_server, Models...>;

} // namespace dataflow
