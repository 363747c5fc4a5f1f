// The code of protection/detail/attempts.hpp.
#pragma once

#include <dataflow/protection/detail/attempts.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/raw.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace dataflow::protection_ {

namespace detail {

/// A table's name, with its schema where that is not the usual one.
[[nodiscard]] inline std::string name_of_table(std::string_view space, std::string_view table) {
    const auto part = [](std::string_view name) {
        if (name.find('.') == name.npos) return std::string{name};
        return '"' + std::string{name} + '"';
    };
    return space.empty() || space == "main" ? part(table) : part(space) + '.' + part(table);
}

[[nodiscard]] inline std::vector<attempt> of_found(const std::vector<driver::table_write>& found) {
    using kind = driver::table_write::kind;
    std::vector<attempt> out;
    for (const auto& w : found) {
        if (w.table.starts_with("sqlite_")) continue; // written beside what is altered
        const auto what = w.what == kind::insert   ? write_kind::create
                          : w.what == kind::update ? write_kind::update
                          : w.what == kind::erase  ? write_kind::erase
                                                   : write_kind::alter;
        out.push_back({name_of_table(w.space, w.table), what, w.column});
    }
    return out;
}

// --- EXPLAIN ---------------------------------------------------------------------------------------------

/// A statement that has another one explained.
struct explaining : sql::statement {
    const sql::statement* of = nullptr;
};
inline void write_explaining(sql::writer& w, const sql::statement& s) {
    const auto& of = *static_cast<const explaining&>(s).of;
    w << "EXPLAIN (VERBOSE, COSTS OFF) ";
    of.own_text(w, of);
}

struct text_lines {
    std::vector<std::string> all{};
    static void* next(void* of) { return &static_cast<text_lines*>(of)->all.emplace_back(); }
};

/// A name, in quotes or without; takes it from the text.
[[nodiscard]] inline std::string take_name(std::string_view& from) {
    std::string out;
    if (!from.starts_with('"')) {
        const auto n = std::min(from.find_first_of(". "), from.size());
        out = from.substr(0, n);
        from.remove_prefix(n);
        return out;
    }
    std::size_t i = 1;
    for (; i < from.size(); ++i) {
        if (from[i] == '"' && (i + 1 == from.size() || from[++i] != '"')) break;
        out += from[i];
    }
    from.remove_prefix(std::min(i, from.size()));
    return out;
}

/// `  ->  Update on public.orders o`: what a line of a plan says that it writes.
inline void read_plan_line(std::string_view line, std::vector<attempt>& to) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.starts_with("->  ")) line.remove_prefix(4);
    if (line.starts_with("Conflict Resolution: UPDATE") && !to.empty()) {
        auto again = to.back();
        again.what = write_kind::update;
        to.push_back(std::move(again));
        return;
    }
    constexpr std::pair<std::string_view, write_kind> kinds[]{
        {"Insert on ", write_kind::create},
        {"Update on ", write_kind::update},
        {"Delete on ", write_kind::erase},
        {"Merge on ", write_kind::create | write_kind::update | write_kind::erase}};
    for (const auto& [begin, what] : kinds) {
        if (!line.starts_with(begin)) continue;
        line.remove_prefix(begin.size());
        std::string space, table = take_name(line);
        if (line.starts_with('.')) {
            line.remove_prefix(1);
            space = std::exchange(table, take_name(line));
        }
        to.push_back({name_of_table(space, table), what, {}});
        return;
    }
}

[[nodiscard]] inline std::vector<attempt> of_plan(const driver::pending& one) {
    explaining ask;
    ask.node = one.what->node;
    ask.own_text = &write_explaining;
    ask.of = one.what;
    text_lines lines;
    static constexpr std::array<field_access, 1> field{
        field_access{0, &schema::info_of<std::string>, "plan"}};
    driver::row_target target{.next = &text_lines::next, .state = &lines, .fields = field};
    (void)one.on->run(ask, one.variant, *one.bound, &target);
    std::vector<attempt> out;
    for (const auto& line : lines.all) read_plan_line(line, out);
    return out;
}

/// Whether EXPLAIN takes a text that begins with this word.
[[nodiscard]] inline bool is_explained(std::string_view first) {
    constexpr std::string_view words[]{"insert", "update", "delete", "merge",
                                       "with",   "select", "values", "table"};
    return sql::is_one_of(first, words);
}

} // namespace detail

DATAFLOW_RUNTIME attempted_write attempted_by(const driver::pending& one) noexcept {
    attempted_write out{.node = one.what->node};
    if (const auto* const session = one.bound->session; session != nullptr) {
        out.actor = session->actor;
        out.tenant = session->tenant;
        out.request = session->request;
    }
    return out;
}

DATAFLOW_RUNTIME attempts attempts_of(const driver::pending& one) {
    if (const auto found = one.on->writes_of(*one.what, one.variant)) return {detail::of_found(*found)};
    const auto text = one.what->sql(one.on->dialect(), one.variant);
    const auto first = sql::first_word(text);
    constexpr std::string_view alone[]{"vacuum"}; // runs in no transaction, and changes no row
    if (sql::is_one_of(first, alone)) return {};
    if (!one.what->writes || !detail::is_explained(first)) return {{}, true};
    auto planned = detail::of_plan(one);
    const bool none = planned.empty();
    return {std::move(planned), none};
}

DATAFLOW_RUNTIME std::string words_for(write_kind what) {
    std::string out;
    const auto add = [&](write_kind one, std::string_view words) {
        if ((what & one) != write_kind{}) out += (out.empty() ? "" : " or ") + std::string{words};
    };
    add(write_kind::create, "create records");
    add(write_kind::update, "update records");
    add(write_kind::erase, "delete records");
    add(write_kind::alter, "change tables");
    return out;
}

} // namespace dataflow::protection_
