// The code of database/detail/tenant_homes.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/database/detail/tenant_homes.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <system_error>
#include <utility>

namespace dataflow::database_ {

namespace detail {

[[nodiscard]] inline bool names_a_place(std::string_view name) noexcept {
    if (name.empty() || name.size() > 48 || name[0] == '_') return false;
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}
[[noreturn, gnu::cold]] inline void tenant_is_there() {
    raise(error_kind::unique_violation, {.message = "the tenant is there", .node = "tenant"});
}

} // namespace detail

DATAFLOW_RUNTIME std::string checked_place(std::string_view name) {
    if (!detail::names_a_place(name))
        raise(
            error_kind::invalid_value,
            {.message = "the tenant's name is not one of a place: 1 to 48 of a-z, 0-9 and _, and no _ first",
             .node = "tenant"});
    return std::string{name};
}

DATAFLOW_RUNTIME tenant_folder::tenant_folder(open_options how)
    : how_(std::move(how)), folder_(std::move(how_.url)) {
    std::error_code failed;
    if (!std::filesystem::is_directory(folder_, failed))
        raise(error_kind::connection_error,
              {.message = "the tenants' folder is not there: " + folder_.string(), .node = "open"});
}
DATAFLOW_RUNTIME std::filesystem::path tenant_folder::file(const std::string& name) const {
    return folder_ / (name + ".db");
}
DATAFLOW_RUNTIME open_options tenant_folder::of(const std::string& name) const {
    auto out = how_;
    out.url = "sqlite:" + file(name).string();
    return out;
}
DATAFLOW_RUNTIME bool tenant_folder::has(const std::string& name) const {
    std::error_code failed;
    return std::filesystem::is_regular_file(file(name), failed);
}
DATAFLOW_RUNTIME void tenant_folder::make(const std::string& name) const {
    if (auto* made = std::fopen(file(name).string().c_str(), "wbx"); made != nullptr) {
        std::fclose(made);
        return;
    }
    if (has(name)) detail::tenant_is_there();
    raise(error_kind::connection_error,
          {.message = "the tenant's file cannot be made in the folder", .node = "tenant"});
}
DATAFLOW_RUNTIME void tenant_folder::remove(const std::string& name) const {
    auto alone = of(name);
    alone.create_tables = false;
    {
        core one{alone};
        const auto lease = one.lease(nullptr, access::read_write);
        context inside{lease.connection()};
        // Only whoever has the file to itself leaves WAL, which puts all into the one file.
        std::string mode;
        try {
            mode = ask<std::string>(
                inside, [](sql::writer& w, const sql::statement&) { w << "PRAGMA journal_mode = DELETE"; });
        } catch (const timeout&) {
        }
        if (mode != "delete")
            raise(error_kind::protected_operation,
                  {.message = "the tenant is in use: another program has its file open", .node = "tenant"});
    }
    std::error_code failed;
    std::filesystem::remove(file(name), failed);
    if (failed)
        raise(error_kind::connection_error,
              {.message = "the tenant's file cannot be taken away", .node = "tenant"});
}
DATAFLOW_RUNTIME std::vector<std::string> tenant_folder::names() const {
    std::vector<std::string> out;
    for (const auto& one : std::filesystem::directory_iterator{folder_})
        if (one.path().extension() == ".db" && detail::names_a_place(one.path().stem().string()))
            out.push_back(one.path().stem().string());
    std::sort(out.begin(), out.end());
    return out;
}

DATAFLOW_RUNTIME tenant_server::tenant_server(open_options how) : how_(std::move(how)) {
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
DATAFLOW_RUNTIME open_options tenant_server::of(const std::string& name) const {
    auto out = how_;
    out.url += (out.url.find('?') == std::string::npos ? "?" : "&");
    out.url += "options=-csearch_path%3Dtenant_" + name;
    return out;
}
DATAFLOW_RUNTIME bool tenant_server::has(const std::string& name) const {
    const auto all = names();
    return std::find(all.begin(), all.end(), name) != all.end();
}
DATAFLOW_RUNTIME void tenant_server::make(const std::string& name) const {
    const auto lease = server_->lease(nullptr, access::read_write);
    try {
        lease.connection().script("CREATE SCHEMA tenant_" + name);
    } catch (const error& e) {
        // duplicate_schema; and unique_violation, where another program makes it at this moment
        if (e.code() == "42P06" || e.code() == "23505") detail::tenant_is_there();
        throw;
    }
}
DATAFLOW_RUNTIME void tenant_server::remove(const std::string& name) const {
    const auto lease = server_->lease(nullptr, access::read_write);
    auto& on = lease.connection();
    context inside{on};
    const context::scope whole{inside};
    // Extensions that are in it, by the names of their schemas.
    const auto extended = ask<std::string>(inside, [](sql::writer& w, const sql::statement&) {
        w << "SELECT coalesce(string_agg(DISTINCT substr(n.nspname::TEXT, 8), ','), '') FROM pg_extension e "
             "JOIN pg_namespace n ON n.oid = e.extnamespace WHERE starts_with(n.nspname::TEXT, 'tenant_')";
    });
    if (("," + extended + ",").find("," + name + ",") != std::string::npos)
        raise(error_kind::protected_operation,
              {.message = "an extension is in the tenant's schema, which other schemas may use",
               .node = "tenant"});
    on.script("SET LOCAL lock_timeout = " + std::to_string(std::max<std::int64_t>(how_.wait.count(), 1)));
    on.script("DROP SCHEMA tenant_" + name + " CASCADE");
    whole.done();
}
DATAFLOW_RUNTIME std::vector<std::string> tenant_server::names() const {
    const auto lease = server_->lease(nullptr, access::read_only);
    context inside{lease.connection()};
    const auto all = ask<std::string>(inside, [](sql::writer& w, const sql::statement&) {
        w << "SELECT coalesce(string_agg(substr(nspname::TEXT, 8), ',' ORDER BY nspname), '') FROM "
             "pg_namespace WHERE starts_with(nspname::TEXT, 'tenant_')";
    });
    std::vector<std::string> out;
    for (std::size_t at = 0; at < all.size();) {
        const auto end = std::min(all.find(',', at), all.size());
        if (auto name = all.substr(at, end - at); detail::names_a_place(name)) out.push_back(std::move(name));
        at = end + 1;
    }
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace dataflow::database_
