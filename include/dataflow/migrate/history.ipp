// The code of migrate/history.hpp.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/migrate/detail/guards.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/migrate/history.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/types.hpp>

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

namespace detail {

/// A row of the table.
struct history_row {
    std::int64_t id = 0, form = 0, milliseconds = 0, steps_done = 0;
    std::string state{}, started_at{}, ended_at{}, who{}, program{}, message{}, plan{}, shape{}, checksum{};
};
inline constexpr std::array<field_access, 13> history_fields{
    field_access{offsetof(history_row, id), &schema::info_of<std::int64_t>, "id"},
    field_access{offsetof(history_row, form), &schema::info_of<std::int64_t>, "form"},
    field_access{offsetof(history_row, milliseconds), &schema::info_of<std::int64_t>, "milliseconds"},
    field_access{offsetof(history_row, steps_done), &schema::info_of<std::int64_t>, "steps_done"},
    field_access{offsetof(history_row, state), &schema::info_of<std::string>, "state"},
    field_access{offsetof(history_row, started_at), &schema::info_of<std::string>, "started_at"},
    field_access{offsetof(history_row, ended_at), &schema::info_of<std::string>, "ended_at"},
    field_access{offsetof(history_row, who), &schema::info_of<std::string>, "who"},
    field_access{offsetof(history_row, program), &schema::info_of<std::string>, "program"},
    field_access{offsetof(history_row, message), &schema::info_of<std::string>, "message"},
    field_access{offsetof(history_row, plan), &schema::info_of<std::string>, "plan"},
    field_access{offsetof(history_row, shape), &schema::info_of<std::string>, "shape"},
    field_access{offsetof(history_row, checksum), &schema::info_of<std::string>, "checksum"}};
inline constexpr const char* history_columns =
    "id, form, milliseconds, steps_done, state, started_at, ended_at, who, program, message, plan, shape, "
    "checksum";
/// Both databases take it as it is.
inline constexpr std::string_view history_table =
    "CREATE TABLE IF NOT EXISTS dataflow_migrations (id BIGINT NOT NULL PRIMARY KEY, form BIGINT NOT NULL, "
    "milliseconds BIGINT NOT NULL, steps_done BIGINT NOT NULL, state TEXT NOT NULL, started_at TEXT NOT "
    "NULL, ended_at TEXT NOT NULL, who TEXT NOT NULL, program TEXT NOT NULL, message TEXT NOT NULL, plan "
    "TEXT NOT NULL, shape TEXT NOT NULL, checksum TEXT NOT NULL)";

[[nodiscard]] inline std::string who_runs() {
    char host[128]{}, room[1024];
    (void)::gethostname(host, sizeof host - 1);
    struct passwd entry{}, *found = nullptr;
    const auto user = ::geteuid();
    std::string out = ::getpwuid_r(user, &entry, room, sizeof room, &found) == 0 && found != nullptr
                          ? std::string{entry.pw_name}
                          : std::to_string(user);
    return out + "@" + host + " (process " + std::to_string(::getpid()) + ")";
}

[[nodiscard]] inline std::string checksum_of(const history_row& r) {
    std::string all;
    for (const auto n : {r.id, r.form, r.milliseconds, r.steps_done}) all += std::to_string(n) + '\x1f';
    for (const auto* t :
         {&r.state, &r.started_at, &r.ended_at, &r.who, &r.program, &r.message, &r.plan, &r.shape})
        all += *t + '\x1f';
    return hash_of(all);
}

/// Stands before a position, in the place of the shape, which is known at the end only.
inline constexpr std::string_view position_mark = "at ";

[[nodiscard]] inline history_row row_of(const migration& m) {
    history_row r{m.id,
                  history::form,
                  m.took.count(),
                  static_cast<std::int64_t>(m.steps_done),
                  std::string{name_of(m.state)},
                  m.started,
                  m.ended,
                  m.who,
                  m.program,
                  m.message,
                  m.plan_text,
                  m.position.empty() ? m.shape : std::string{position_mark} + m.position,
                  {}};
    r.checksum = checksum_of(r);
    return r;
}

[[noreturn]] inline void refuse_row(std::int64_t id, const std::string& why) {
    raise(error_kind::protected_operation,
          {.message = "migration " + std::to_string(id) + " in the table dataflow_migrations " + why,
           .node = "migrate"});
}

[[nodiscard]] inline migration migration_of(history_row&& r) {
    if (r.form > history::form)
        refuse_row(r.id, "was written by a newer program" +
                             (r.program.empty() ? "" : " (" + r.program + ")") +
                             ": this one does not know its form");
    if (r.checksum != checksum_of(r))
        refuse_row(r.id, "is not as it was written: somebody has changed it by hand");
    migration m;
    m.id = r.id;
    constexpr auto last = static_cast<std::size_t>(migration_state::abandoned);
    std::size_t state = 0;
    while (state <= last && name_of(static_cast<migration_state>(state)) != r.state) ++state;
    if (state > last) refuse_row(r.id, "has a state that is not known");
    m.state = static_cast<migration_state>(state);
    m.started = std::move(r.started_at);
    m.ended = std::move(r.ended_at);
    m.took = std::chrono::milliseconds{r.milliseconds};
    m.who = std::move(r.who);
    m.program = std::move(r.program);
    m.plan = plan_from_json(r.plan);
    m.plan_text = std::move(r.plan);
    m.steps_done = static_cast<std::size_t>(r.steps_done);
    if (m.steps_done > m.plan.steps.size()) refuse_row(r.id, "has done more steps than it has");
    m.message = std::move(r.message);
    if (r.shape.starts_with(position_mark)) m.position = r.shape.substr(position_mark.size());
    else m.shape = std::move(r.shape);
    return m;
}

/// Of a row of which only the beginning of the plan was read.
[[nodiscard]] inline migration head_of(history_row&& r) {
    migration m;
    m.id = r.id;
    for (auto s = migration_state::running; s <= migration_state::abandoned;
         s = static_cast<migration_state>(static_cast<int>(s) + 1))
        if (name_of(s) == r.state) m.state = s;
    m.started = std::move(r.started_at);
    m.ended = std::move(r.ended_at);
    m.plan.file = file_of_plan(r.plan);
    return m;
}

[[nodiscard]] inline std::array<value, 13> values_of(const history_row& r) {
    std::array<value, 13> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = load(history_fields[i], &r);
    return out;
}

} // namespace detail

DATAFLOW_RUNTIME const std::string& history::place() const {
    if (!place_.empty()) return place_;
    const std::array<std::string, 1> name{std::string{table}};
    detail::looking(*on_, [&] {
        const auto found = catalog::read_outlines(*on_, name, "migrate");
        if (found.tables.empty()) return;
        place_ = catalog::quoted_name(found.tables[0].schema, found.tables[0].name);
    });
    return place_;
}

DATAFLOW_RUNTIME std::vector<migration> history::files() const {
    if (!is_there()) return {};
    std::vector<detail::history_row> rows;
    auto target = node_::rows_into(rows, detail::history_fields);
    // The longest file that is named fits into what is read of a plan.
    detail::run_text(*on_,
                     "SELECT id, form, milliseconds, steps_done, state, started_at, ended_at, who, program, "
                     "'' AS message, substr(plan, 1, 2000) AS plan, '' AS shape, '' AS checksum FROM " +
                         place() + " WHERE plan LIKE '{\"file\":%' ORDER BY id",
                     {}, &target, false);
    std::vector<migration> out;
    for (auto& r : rows) out.push_back(detail::head_of(std::move(r)));
    return out;
}

DATAFLOW_RUNTIME std::vector<migration> history::read(std::size_t most) const {
    if (!is_there()) return {};
    std::vector<detail::history_row> rows;
    auto target = node_::rows_into(rows, detail::history_fields);
    auto query = std::string{"SELECT "} + detail::history_columns + " FROM " + place() + " ORDER BY id DESC";
    if (most != SIZE_MAX) query += " LIMIT " + std::to_string(most);
    detail::run_text(*on_, query, {}, &target, false);
    std::vector<migration> out;
    for (std::size_t i = rows.size(); i-- != 0;) {
        out.push_back(detail::migration_of(std::move(rows[i])));
        if (out.size() < 2 || out[out.size() - 2].id + 1 == out.back().id) continue;
        detail::refuse_row(out[out.size() - 2].id + 1, "is missing: somebody has deleted its row");
    }
    return out;
}

DATAFLOW_RUNTIME std::optional<migration> history::last() const {
    auto one = read(1);
    if (one.empty()) return std::nullopt;
    return std::move(one.back());
}
DATAFLOW_RUNTIME std::optional<migration> history::open() const {
    auto one = last();
    if (one && !one->open()) one.reset();
    return one;
}

DATAFLOW_RUNTIME void history::prepare() {
    if (is_there()) return;
    detail::telling_what_for("the table of migrations, dataflow_migrations, cannot be made",
                             [&] { on_->script(detail::history_table); });
    find();
}

DATAFLOW_RUNTIME migration history::begin(const plan& p, std::int64_t before, std::string_view program) {
    migration m;
    m.id = before + 1;
    m.started = detail::utc_now();
    m.who = detail::who_runs();
    m.program = program;
    m.plan = p;
    m.plan_text = to_json(p);
    const auto row = detail::row_of(m);
    const auto values = detail::values_of(row);
    detail::run_text(*on_,
                     "INSERT INTO " + place() + " (" + detail::history_columns +
                         ") VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
                     values);
    return m;
}

DATAFLOW_RUNTIME void history::store(migration& m) {
    const auto row = detail::row_of(m);
    const auto all = detail::values_of(row);
    const std::array<value, 8> with_id{all[2], all[3], all[4], all[6], all[9], all[11], all[12], all[0]};
    const auto done = detail::run_text(
        *on_,
        "UPDATE " + place() +
            " SET milliseconds = {}, steps_done = {}, state = {}, ended_at = {}, message = {}, "
            "shape = {}, checksum = {} WHERE id = {}",
        with_id);
    if (done.affected != 1) detail::refuse_row(m.id, "is gone while it was run");
}

DATAFLOW_RUNTIME void history::store_plan(migration& m) {
    m.plan_text = to_json(m.plan);
    const auto row = detail::row_of(m);
    const auto all = detail::values_of(row);
    const std::array<value, 3> with_id{all[10], all[12], all[0]};
    const auto done =
        detail::run_text(*on_, "UPDATE " + place() + " SET plan = {}, checksum = {} WHERE id = {}", with_id);
    if (done.affected != 1) detail::refuse_row(m.id, "is gone while it was run");
}

DATAFLOW_RUNTIME void history::end(migration& m, migration_state as, std::chrono::milliseconds took) {
    m.state = as, m.took += took, m.ended = detail::utc_now();
    store(m);
}

} // namespace dataflow::migrate
