// The code of migrate/detail/queue_table.hpp.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/migrate/detail/guards.hpp>
#include <dataflow/migrate/detail/queue_table.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

inline constexpr std::array<field_access, 11> queue_fields{
    field_access{offsetof(queue_row, id), &schema::info_of<std::int64_t>, "id"},
    field_access{offsetof(queue_row, priority), &schema::info_of<std::int64_t>, "priority"},
    field_access{offsetof(queue_row, timeout), &schema::info_of<std::int64_t>, "timeout_ms"},
    field_access{offsetof(queue_row, migration), &schema::info_of<std::int64_t>, "migration"},
    field_access{offsetof(queue_row, state), &schema::info_of<std::string>, "state"},
    field_access{offsetof(queue_row, queued_at), &schema::info_of<std::string>, "queued_at"},
    field_access{offsetof(queue_row, started_at), &schema::info_of<std::string>, "started_at"},
    field_access{offsetof(queue_row, ended_at), &schema::info_of<std::string>, "ended_at"},
    field_access{offsetof(queue_row, who), &schema::info_of<std::string>, "who"},
    field_access{offsetof(queue_row, message), &schema::info_of<std::string>, "message"},
    field_access{offsetof(queue_row, plan), &schema::info_of<std::string>, "plan"}};
/// Both databases take it as it is.
inline constexpr std::string_view queue_table =
    "CREATE TABLE IF NOT EXISTS dataflow_migration_queue (id BIGINT NOT NULL PRIMARY KEY, priority BIGINT "
    "NOT "
    "NULL, timeout_ms BIGINT NOT NULL, migration BIGINT NOT NULL, state TEXT NOT NULL, queued_at TEXT NOT "
    "NULL, started_at TEXT NOT NULL, ended_at TEXT NOT NULL, who TEXT NOT NULL, message TEXT NOT NULL, plan "
    "TEXT NOT NULL)";

DATAFLOW_RUNTIME std::vector<queue_row> read_queue(driver::connection& on, std::string_view condition) {
    const std::array<std::string, 1> name{"dataflow_migration_queue"};
    if (catalog::read_outlines(on, name, "migrate").tables.empty()) return {};
    std::vector<queue_row> rows;
    auto target = node_::rows_into(rows, queue_fields);
    run_text(
        on,
        "SELECT id, priority, timeout_ms, migration, state, queued_at, started_at, ended_at, who, message, "
        "plan FROM dataflow_migration_queue WHERE " +
            std::string{condition} + " ORDER BY priority, id",
        {}, &target, false);
    return rows;
}

DATAFLOW_RUNTIME void prepare_queue(driver::connection& on) {
    const std::array<std::string, 1> name{"dataflow_migration_queue"}; // a role that uses it may make none
    if (!catalog::read_outlines(on, name, "migrate").tables.empty()) return;
    telling_what_for("the queue of migrations, dataflow_migration_queue, cannot be made",
                     [&] { on.script(queue_table); });
}

DATAFLOW_RUNTIME void enter(driver::connection& on, queue_row& row) {
    constexpr int attempts = 100; // each fails because somebody else has entered one
    for (int left = attempts;; --left) {
        row.id = number_of(on, "SELECT coalesce(max(id), 0) + 1 AS number FROM dataflow_migration_queue");
        std::array<value, queue_fields.size()> values{};
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = load(queue_fields[i], &row);
        try {
            run_text(
                on,
                "INSERT INTO dataflow_migration_queue (id, priority, timeout_ms, migration, state, "
                "queued_at, started_at, ended_at, who, message, plan) VALUES ({}, {}, {}, {}, {}, {}, {}, "
                "{}, {}, {}, {})",
                values);
            return;
        } catch (const unique_violation&) {
            if (left == 0) throw;
        }
    }
}

DATAFLOW_RUNTIME bool store(driver::connection& on, const queue_row& row, std::string_view former_state) {
    const auto member = [&](std::size_t i) { return load(queue_fields[i], &row); };
    const std::array<value, 7> values{
        member(3), member(4), member(6), member(7), member(9), member(0), value::of_text(former_state)};
    return run_text(
               on,
               "UPDATE dataflow_migration_queue SET migration = {}, state = {}, started_at = {}, ended_at = "
               "{}, message = {} WHERE id = {} AND state = {}",
               values)
               .affected == 1;
}

} // namespace dataflow::migrate::detail
