// One small model with each of the options that take part in every statement, and what hand-written code
// says.
#pragma once

#include <dataflow/audit/audit.hpp>
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>
#include <dataflow/session.hpp>
#include <dataflow/tenant.hpp>

#include <cstdint>
#include <string>

namespace bench {

namespace df = dataflow;

// The options, by which the models differ.
struct plain {
    static constexpr df::options how{.table = "plain_notes", .timestamps = false};
};
struct of_tenants {
    static constexpr df::options how{.table = "tenant_notes", .timestamps = false, .multi_tenant = true};
};
struct limited {
    static constexpr df::options how{
        .table = "limit_notes", .timestamps = false, .multi_tenant = true, .rows_per_tenant = 100'000'000};
};
struct softly_deleted {
    static constexpr df::options how{.table = "soft_notes", .timestamps = false, .soft_delete = true};
};
struct versioned {
    static constexpr df::options how{.table = "version_notes", .timestamps = false, .versioned = true};
};
struct with_history {
    static constexpr df::options how{.table = "history_notes", .timestamps = false, .history = true};
};
struct audited {
    static constexpr df::options how{.table = "audit_notes", .timestamps = false, .audit_log = true};
};

template <class Option>
struct Note {
    df::id<Note> id{};
    std::int64_t owner{};
    std::string title;
    double amount{};
    static constexpr auto dataflow = Option::how;
};

using options_database = df::database<Note<plain>, Note<of_tenants>, Note<softly_deleted>, Note<versioned>,
                                      Note<with_history>, Note<audited>, Note<limited>, df::audit_record>;

template <class Option>
[[nodiscard]] Note<Option> note(std::int64_t n) {
    return {.owner = n % 347,
            .title = "Remember the milk " + std::to_string(10'000 + n),
            .amount = static_cast<double>(n % 1'000) / 8};
}

/// A note as hand-written code has it, with what an option adds.
struct hand_note {
    std::int64_t id{};
    std::int64_t owner{};
    std::string title;
    double amount{};
    std::string more{}; ///< the tenant; the time of the mark
    std::int64_t version{};
};

enum class added { nothing, tenant, mark, version };

/// What a careful programmer writes for a table with an option: the same conditions, and the columns back.
struct hand_statements {
    std::string insert, read, list, update, bulk;
    added what = added::nothing;

    /// `at(n)`: the parameter, `?` or `$n`. The tenant, where there is one, is the last.
    template <class At>
    static hand_statements of(const std::string& table, added what, bool gives_back, At at) {
        hand_statements s;
        s.what = what;
        const bool tenant = what == added::tenant;
        const std::string more = tenant                   ? ", tenant_id"
                                 : what == added::mark    ? ", deleted_at"
                                 : what == added::version ? ", version"
                                                          : "";
        const auto only = [&](int n) {
            return tenant                ? " AND tenant_id = " + at(n)
                   : what == added::mark ? " AND deleted_at IS NULL"
                                         : "";
        };
        const auto columns = "id, owner, title, amount" + more;
        const std::string counts = what == added::version ? ", version = version + 1" : "";
        s.insert = "INSERT INTO " + table + " (owner, title, amount" + (tenant ? more : "") + ") VALUES (" +
                   at(1) + ", " + at(2) + ", " + at(3) + (tenant ? ", " + at(4) : "") + ")" +
                   (gives_back ? " RETURNING " + columns : "");
        s.read = "SELECT " + columns + " FROM " + table + " WHERE id = " + at(1) + only(2);
        s.list = "SELECT " + columns + " FROM " + table + " WHERE 1 = 1" + only(1) + " ORDER BY id";
        s.update = "UPDATE " + table + " SET amount = " + at(1) + counts + " WHERE id = " + at(2) + only(3) +
                   " RETURNING " + columns;
        s.bulk = "UPDATE " + table + " SET amount = amount + " + at(1) + counts + " WHERE 1 = 1" + only(2);
        return s;
    }
};

} // namespace bench
