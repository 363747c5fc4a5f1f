// The code of migrate/plan_json.hpp: reads.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate {

namespace detail {

inline constexpr std::string_view kind_names[]{"statements", "backfill", "verify", "batches"};

[[nodiscard]] inline plan_file read_file(json_::reader& r) {
    plan_file out;
    r.open_object();
    for (std::string_view key; r.next_key(key);) {
        if (key == "version") out.version = r.integer(0, std::numeric_limits<std::int64_t>::max());
        else if (key == "name") out.name = r.text();
        else if (key == "checksum") out.checksum = r.text();
        else if (key == "transaction") out.transaction = r.boolean();
        else r.skip();
    }
    return out;
}

[[nodiscard]] inline std::vector<std::string> read_texts(json_::reader& r) {
    std::vector<std::string> out;
    r.open_array();
    while (r.next_element()) out.emplace_back(r.text());
    return out;
}
template <class Enumeration, std::size_t N>
[[nodiscard]] Enumeration read_name(json_::reader& r, const std::string_view (&names)[N]) {
    const auto text = r.text();
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == text) return static_cast<Enumeration>(i);
    r.fail("is not a name that is known");
}

[[nodiscard]] inline std::vector<held_lock> read_locks(json_::reader& r) {
    std::vector<held_lock> out;
    r.open_array();
    while (r.next_element()) {
        auto& l = out.emplace_back();
        r.open_object();
        for (std::string_view key; r.next_key(key);) {
            if (key == "table") l.table = r.text();
            else if (key == "mode") {
                const auto name = r.text();
                for (auto m = lock_mode::none; m <= lock_mode::access_exclusive;
                     m = static_cast<lock_mode>(static_cast<int>(m) + 1))
                    if (name_of(m) == name) l.mode = m;
            } else r.skip();
        }
    }
    return out;
}

[[nodiscard]] inline step read_step(json_::reader& r) {
    constexpr std::string_view risks[]{"none", "low", "medium", "high", "critical"};
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    step s;
    const auto flag = [&](effect e) {
        if (r.boolean()) s.effects = static_cast<std::uint8_t>(s.effects | e);
    };
    r.open_object();
    for (std::string_view key; r.next_key(key);) {
        if (key == "title") s.title = r.text();
        else if (key == "operation") s.operation = r.text();
        else if (key == "subject") s.subject = r.text();
        else if (key == "table") s.table = r.text();
        else if (key == "kind") s.kind = read_name<step_kind>(r, kind_names);
        else if (key == "sql") s.sql = read_texts(r);
        else if (key == "function") s.function = r.text();
        else if (key == "transaction") s.transaction = static_cast<int>(r.integer(no_transaction, INT32_MAX));
        else if (key == "without_foreign_keys") s.without_foreign_keys = r.boolean();
        else if (key == "scans") flag(scans);
        else if (key == "rewrites") flag(rewrites);
        else if (key == "builds_index") flag(builds_index);
        else if (key == "writes_rows") flag(writes_rows);
        else if (key == "locks") s.locks = read_locks(r);
        else if (key == "rows") s.rows = r.integer(-1, most);
        else if (key == "estimate_ms") s.estimate = std::chrono::milliseconds{r.integer(0, most)};
        else if (key == "risk") s.risk = read_name<risk>(r, risks);
        else if (key == "loses_data") s.loses_data = r.boolean();
        else if (key == "undo") s.undo = read_texts(r);
        else if (key == "irreversible") s.irreversible = r.text();
        else if (key == "done") s.done = r.text();
        else if (key == "leftover") s.leftover = r.text();
        else if (key == "clean") s.clean = read_texts(r);
        else r.skip();
    }
    return s;
}

} // namespace detail

DATAFLOW_RUNTIME plan plan_from_json(std::string_view text) {
    plan p;
    try {
        json_::reader r{text};
        r.open_object();
        for (std::string_view key; r.next_key(key);) {
            if (key == "server_version") p.server_version = static_cast<int>(r.integer(0, INT32_MAX));
            else if (key == "dialect") {
                const auto name = r.text();
                for (const auto d : {sqlite, postgres})
                    if (sql::data_of(d).name == name) p.dialect = d;
            } else if (key == "steps") {
                r.open_array();
                while (r.next_element()) p.steps.push_back(detail::read_step(r));
            } else if (key == "file") p.file = detail::read_file(r);
            else if (key == "change_set") p.change_set = r.text();
            else if (key == "unknown") p.unknown = detail::read_texts(r);
            else r.skip();
        }
        r.finish();
    } catch (const access_fault&) {
        raise(error_kind::invalid_value, {.message = "a plan of a migration is not well formed"});
    }
    return p;
}

DATAFLOW_RUNTIME plan_file file_of_plan(std::string_view text) {
    try {
        json_::reader r{text};
        r.open_object();
        std::string_view key;
        if (r.next_key(key) && key == "file") return detail::read_file(r);
        return {};
    } catch (const access_fault&) {
        raise(error_kind::invalid_value, {.message = "a plan of a migration is not well formed"});
    }
}

} // namespace dataflow::migrate
